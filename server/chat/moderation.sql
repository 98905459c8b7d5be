-- What is done about messages, by whoever looks after a room: its store's owner and staff. Each is a function of
-- press_once and leaves a row in the audit log; whoever may not gets the answer of a room that is not there (I11).

create function code.room_deed(p_person bigint, p_store bigint, p_deed text, p_details jsonb)
returns void
language sql as $$
  update room set rev = rev + 1 where store_id = p_store;
  select code.note_deed(p_person, p_deed, 'store:' || p_store, p_details)
$$;

-- { store, slowSeconds?, pinned?, words? }: what is named is changed; `pinned` may be null. Words are kept plain.
create function code.change_room(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  here bigint := (p_arguments ->> 'store')::bigint;
  chosen bigint := (p_arguments ->> 'pinned')::bigint;
begin
  perform from room where store_id = here for update;
  if not found or not code.may_at_store(p_person, here, 'look-after-room') then
    return jsonb_build_object('problem', 'not-found');
  end if;
  if chosen is not null then
    perform from message where store_id = here and seq = chosen and text is not null;
    if not found then return jsonb_build_object('problem', 'not-found'); end if;
  end if;
  update room set slow_seconds = coalesce((p_arguments ->> 'slowSeconds')::integer, slow_seconds),
    pinned_seq = case when p_arguments ? 'pinned' then chosen else pinned_seq end,
    words = case when p_arguments ? 'words'
      then array(select distinct code.plain_text(word) from jsonb_array_elements_text(p_arguments -> 'words') as word)
      else words end
  where store_id = here;
  perform code.room_deed(p_person, here, 'room-changed', p_arguments - 'store' - 'words');
  return jsonb_build_object('store', here::text);
end
$$;

-- { store, seq }: its text is gone for everybody. What was hidden already stays so.
create function code.hide_message(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  here bigint := (p_arguments ->> 'store')::bigint;
  chosen bigint := (p_arguments ->> 'seq')::bigint;
begin
  perform from room where store_id = here for update;
  perform from message where store_id = here and seq = chosen and kind = 'talk';
  if not found or not code.may_at_store(p_person, here, 'look-after-room') then
    return jsonb_build_object('problem', 'not-found');
  end if;
  update message set text = null, hidden_at = code.clock()
  where store_id = here and seq = chosen and hidden_at is null;
  perform code.room_deed(p_person, here, 'message-hidden', jsonb_build_object('seq', chosen));
  update message_report set settled_at = code.clock() where store_id = here and seq = chosen and settled_at is null;
  return jsonb_build_object('store', here::text);
end
$$;

-- { store, seq, minutes }: the sender may not speak for so long, or never again (null); it shortens nothing that
-- somebody else said of them. Nobody can silence those who look after the room.
create function code.mute_sender(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  here bigint := (p_arguments ->> 'store')::bigint;
  minutes integer := (p_arguments ->> 'minutes')::integer;
  chosen room_guest;
begin
  perform from room where store_id = here for update;
  select room_guest.* into chosen from message join room_guest using (store_id)
  where store_id = here and seq = (p_arguments ->> 'seq')::bigint and kind = 'talk' and number = guest
    and code.may_at_store(p_person, here, 'look-after-room');
  if not found then return jsonb_build_object('problem', 'not-found'); end if;
  if code.part_at_store(chosen.person_id, here) is not null then
    return jsonb_build_object('problem', 'forbidden');
  end if;
  update room_guest set muted_until = greatest(muted_until,
    case when minutes is null then 'infinity' else code.clock() + make_interval(mins => minutes) end)
  where store_id = here and number = chosen.number;
  perform code.room_deed(p_person, here, 'guest-muted',
    jsonb_build_object('guest', chosen.number, 'seq', p_arguments -> 'seq', 'minutes', minutes));
  return jsonb_build_object('store', here::text);
end
$$;

-- { store, guest }
create function code.unmute_guest(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  here bigint := (p_arguments ->> 'store')::bigint;
begin
  perform from room where store_id = here for update;
  perform from room_guest where store_id = here and number = (p_arguments ->> 'guest')::integer
    and code.may_at_store(p_person, here, 'look-after-room');
  if not found then return jsonb_build_object('problem', 'not-found'); end if;
  update room_guest set muted_until = '-infinity' where store_id = here and number = (p_arguments ->> 'guest')::integer;
  perform code.room_deed(p_person, here, 'guest-unmuted', jsonb_build_object('guest', p_arguments -> 'guest'));
  return jsonb_build_object('store', here::text);
end
$$;

-- { store, seq, reason }: by anybody who is signed in, of what somebody else said; once each, the first reason stays.
create function code.report_message(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  here bigint := (p_arguments ->> 'store')::bigint;
  chosen bigint := (p_arguments ->> 'seq')::bigint;
  sender integer;
  reporter integer;
begin
  perform from room where store_id = here and code.has_room(here) for update;
  if not found then return jsonb_build_object('problem', 'not-found'); end if;
  select guest into sender from message where store_id = here and seq = chosen and text is not null;
  if not found then return jsonb_build_object('problem', 'not-found'); end if;
  reporter := code.guest_in_room(here, p_person);
  if reporter = sender then return jsonb_build_object('problem', 'forbidden'); end if;
  insert into message_report (store_id, seq, guest, reason, at)
  values (here, chosen, reporter, p_arguments ->> 'reason', code.clock())
  on conflict do nothing;
  return jsonb_build_object('store', here::text);
end
$$;
