-- Writes down what a host, a member of staff or an operator does, in the transaction of the deed. Whoever is a visitor
-- to everybody else acts as staff here. The network is what press_once or pressInTransaction was told.
create function code.note_deed(p_person bigint, p_deed text, p_subject text, p_details jsonb)
returns void
language sql as $$
  insert into audit (at, person_id, role, deed, subject, details, network)
  select code.clock(), p_person, case role when 'visitor' then 'staff' else role end, p_deed, p_subject, p_details,
    nullif(current_setting('popline.network', true), '')
  from person where id = p_person
$$;

-- Erasure: takes a person out of at most p_most rows and answers how many; the caller goes on until there are none.
-- What was done stays, by whom does not.
create function code.forget_in_audit(p_person bigint, p_most integer)
returns integer
language plpgsql as $$
declare
  touched integer;
begin
  perform set_config('popline.erasing', 'on', true);
  update audit set
    person_id = nullif(person_id, p_person),
    network = case when person_id = p_person then null else network end,
    details = case when details ->> 'person' = p_person::text then details - 'person' else details end,
    subject = case when subject = 'person:' || p_person then 'person:0' else subject end
  where id in (
    select id from audit where person_id = p_person
    union
    select id from audit where details ? 'person' and details ->> 'person' = p_person::text
    union
    select id from audit where subject = 'person:' || p_person
    limit p_most);
  get diagnostics touched = row_count;
  perform set_config('popline.erasing', 'off', true);
  return touched;
end
$$;
