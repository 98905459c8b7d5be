-- What happens to a store's staff. p_arguments always names the store; `most` are the bounds of rules.ts. The store's
-- row is locked first, so that bounds hold and a code is used once.

create function code.invite_staff(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  here bigint := (p_arguments ->> 'store')::bigint;
  moment timestamptz := code.clock();
  made staff_invitation;
begin
  perform from store where id = here for no key update;
  if not code.may_at_store(p_person, here, 'manage-staff') then
    return jsonb_build_object('problem', 'not-found');
  end if;
  delete from staff_invitation where store_id = here and expires_at <= moment;
  if (select count(*) from staff_invitation where store_id = here) >= (p_arguments ->> 'most')::integer then
    return jsonb_build_object('problem', 'staff-full');
  end if;
  insert into staff_invitation (store_id, code_hash, created_at, expires_at)
  values (here, p_arguments ->> 'hash', moment, moment + make_interval(hours => (p_arguments ->> 'hours')::integer))
  -- The code follows from the press: one that comes again after a day, when presses are forgotten, is refused.
  on conflict (code_hash) do nothing
  returning * into made;
  if not found then return jsonb_build_object('problem', 'key-reused'); end if;
  perform code.note_deed(p_person, 'staff-invited', 'store:' || here, jsonb_build_object('invitation', made.id::text));
  return jsonb_build_object('id', made.id::text, 'createdAt', made.created_at, 'expiresAt', made.expires_at);
end
$$;

create function code.withdraw_invitation(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  here bigint := (p_arguments ->> 'store')::bigint;
begin
  perform from store where id = here for no key update;
  delete from staff_invitation
  where store_id = here and id = (p_arguments ->> 'invitation')::bigint
    and code.may_at_store(p_person, here, 'manage-staff');
  if not found then return jsonb_build_object('problem', 'not-found'); end if;
  perform code.note_deed(p_person, 'invitation-withdrawn', 'store:' || here,
    jsonb_build_object('invitation', p_arguments ->> 'invitation'));
  return jsonb_build_object('store', here::text);
end
$$;

-- A code that was never given, was used, withdrawn or is too old: all look absent.
create function code.join_staff(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  here bigint := (p_arguments ->> 'store')::bigint;
  invitation bigint;
begin
  perform from store where id = here for no key update;
  select id into invitation from staff_invitation
  where store_id = here and code_hash = p_arguments ->> 'hash' and expires_at > code.clock();
  if not found then return jsonb_build_object('problem', 'not-found'); end if;
  if code.part_at_store(p_person, here) is not null then return jsonb_build_object('problem', 'already-staff'); end if;
  if (select count(*) from staff where store_id = here) >= (p_arguments ->> 'most')::integer then
    return jsonb_build_object('problem', 'staff-full');
  end if;
  delete from staff_invitation where id = invitation;
  insert into staff (store_id, person_id, since) values (here, p_person, code.clock());
  perform code.note_deed(p_person, 'staff-joined', 'store:' || here,
    jsonb_build_object('invitation', invitation::text));
  return jsonb_build_object('store', here::text);
end
$$;

-- Its owner takes somebody off the list, or they leave by themselves.
create function code.remove_staff(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  here bigint := (p_arguments ->> 'store')::bigint;
  member bigint := (p_arguments ->> 'member')::bigint;
begin
  delete from staff
  where store_id = here and person_id = member
    and (member = p_person or code.may_at_store(p_person, here, 'manage-staff'));
  if not found then return jsonb_build_object('problem', 'not-found'); end if;
  perform code.note_deed(p_person, 'staff-removed', 'store:' || here, jsonb_build_object('person', member::text));
  return jsonb_build_object('store', here::text);
end
$$;
