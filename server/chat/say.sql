-- What is said in a room.

-- Somebody's number in a room, given when they first come or speak. The caller holds the room's lock.
create function code.guest_in_room(p_store bigint, p_person bigint)
returns integer
language plpgsql as $$
declare
  found_number integer;
begin
  select number into found_number from room_guest where store_id = p_store and person_id = p_person;
  if found then return found_number; end if;
  update room set guests = guests + 1 where store_id = p_store returning guests into found_number;
  -- Whoever comes has not missed what was said before.
  insert into room_guest (store_id, number, person_id, read_seq)
  values (p_store, found_number, p_person, (select last_seq from room where store_id = p_store));
  return found_number;
end
$$;

-- A text whatever its form and width, without what nobody sees of it, which is Unicode's
-- Default_Ignorable_Code_Point. That goes first, so that what it parted is one letter again.
create function code.plain_text(p_text text)
returns text
language sql immutable as $$
  select normalize(regexp_replace(p_text,
    '[\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164'
    '\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFF8\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]',
    '', 'g'), NFKC)
$$;

-- Whether a text, however it is written, has one of at most 100 words in it, which are kept plain.
create function code.has_word(p_text text, p_words text[])
returns boolean
language plpgsql immutable as $$
declare
  plain text := lower(code.plain_text(p_text));
begin
  return exists (select from unnest(p_words) as word where strpos(plain, lower(word)) > 0);
end
$$;

-- Null for whoever may say this now, else why not. Who looks after the room neither waits nor minds its words.
create function code.refusal_to_say(p_room room, p_number integer, p_part text, p_text text)
returns jsonb
language plpgsql as $$
declare
  moment timestamptz := code.clock();
  guest room_guest;
  pause integer := code.room_pause(p_room);
begin
  select * into guest from room_guest where store_id = p_room.store_id and number = p_number;
  if guest.muted_until = 'infinity' then return jsonb_build_object('problem', 'muted'); end if;
  if guest.muted_until > moment then
    return jsonb_build_object('problem', 'muted',
      'retryAfterSeconds', ceil(extract(epoch from guest.muted_until - moment)));
  end if;
  if p_part is not null then return null; end if;
  if guest.spoke_at > moment - make_interval(secs => pause) then
    return jsonb_build_object('problem', 'slow-mode',
      'retryAfterSeconds', ceil(extract(epoch from guest.spoke_at - moment) + pause));
  end if;
  if code.has_word(p_text, p_room.words) then
    return jsonb_build_object('problem', 'word-not-allowed');
  end if;
  return null;
end
$$;

create function code.badge_in_room(p_store bigint, p_person bigint, p_part text)
returns text
language sql stable as $$
  select case
    when p_part is not null then 'host'
    when exists (select from slot join reservation on reservation.slot_id = slot.id
        where slot.store_id = p_store and person_id = p_person and state in ('confirmed', 'checked_in'))
      or exists (select from slot join entry on entry.slot_id = slot.id
        where slot.store_id = p_store and person_id = p_person and state in ('waiting', 'waitlisted', 'offered'))
      then 'holder' end
$$;

-- One message; p_room is as it is now. A message that was kept before is answered again, if it was the same person's,
-- also once the room is closed.
create function code.say_one(p_room room, p_is_open boolean, p_person bigint, p_client uuid, p_text text)
returns jsonb
language plpgsql as $$
declare
  past message;
  speaker integer;
  part text := code.part_at_store(p_person, p_room.store_id);
  refused jsonb;
  kept message;
begin
  select * into past from message where store_id = p_room.store_id and client_id = p_client;
  if past.seq is null and not p_is_open then return jsonb_build_object('problem', 'room-closed'); end if;
  speaker := code.guest_in_room(p_room.store_id, p_person);
  if past.seq is not null then
    if past.guest <> speaker then return jsonb_build_object('problem', 'key-reused'); end if;
    return jsonb_build_object('isFresh', false, 'message', code.message_view(past));
  end if;
  refused := code.refusal_to_say(p_room, speaker, part, p_text);
  if refused is not null then return refused; end if;

  insert into message (store_id, seq, kind, guest, badge, text, client_id, at)
  values (p_room.store_id, p_room.last_seq + 1, 'talk', speaker,
    code.badge_in_room(p_room.store_id, p_person, part), p_text, p_client, code.clock())
  returning * into kept;
  update room set last_seq = kept.seq where store_id = p_room.store_id;
  update room_guest set spoke_at = kept.at where store_id = p_room.store_id and number = speaker;
  return jsonb_build_object('isFresh', true, 'message', code.message_view(kept));
end
$$;

-- What several people say in one room, in this order, answered in this order: { isFresh, message } or a refusal each.
-- 200 messages within 10 s are a spike: for a minute everybody waits between two of theirs.
create function code.say(p_store bigint, p_people bigint[], p_clients uuid[], p_texts text[])
returns setof jsonb
language plpgsql as $$
declare
  here room;
  spiking constant integer := 200;
  is_open boolean;
begin
  perform from room where store_id = p_store for update;
  is_open := code.room_is_open(p_store);
  for at in 1 .. cardinality(p_people) loop
    select * into here from room where store_id = p_store and code.has_room(p_store);
    if not found then return next jsonb_build_object('problem', 'not-found');
    else return next code.say_one(here, is_open, p_people[at], p_clients[at], p_texts[at]);
    end if;
  end loop;
  update room set spike_until = code.clock() + interval '1 minute', rev = rev + 1
  where store_id = p_store and spike_until < code.clock() + interval '50 seconds' and exists (
    select from message where store_id = p_store and seq = room.last_seq - spiking + 1 and kind = 'talk'
      and at > code.clock() - interval '10 seconds');
end
$$;
