-- Gives somebody a role, as whoever runs Popline decides: on no page, by no route. The deed is written down as that of
-- the operator who says it is theirs; while there is none, as nobody's. Sessions of the role before end, and with them
-- their sockets, which know the role they came with. Answers what came of it.
create function code.appoint(p_person bigint, p_role text, p_by bigint)
returns text
language plpgsql as $$
declare
  was text;
begin
  if p_by is null and exists (select from person where role = 'operator' and erasing_since is null) then
    return 'operator-needed';
  end if;
  if p_by is not null and not exists (
    select from person where id = p_by and role = 'operator' and erasing_since is null
  ) then return 'no-such-operator'; end if;
  select role into was from person where id = p_person and id > 0 and erasing_since is null for update;
  if was is null then return 'no-such-person'; end if;
  if was = p_role then return 'unchanged'; end if;
  update person set role = p_role where id = p_person;
  update session set ended_at = clock_timestamp() where person_id = p_person and ended_at is null;
  insert into audit (at, person_id, role, deed, subject, details)
  values (code.clock(), p_by, 'operator', 'role-changed', 'person:' || p_person,
    jsonb_build_object('from', was, 'to', p_role));
  return 'appointed';
end
$$;
