-- A store's room, read. What is not published has none for anybody.

create function code.has_room(p_store bigint)
returns boolean
language sql stable as $$
  select exists (select from room join store on id = store_id where store_id = p_store and published_at is not null)
$$;

-- Until the end of the store's last day, where it is; then it can only be read.
create function code.room_is_open(p_store bigint)
returns boolean
language sql stable as $$
  select coalesce(code.clock() < (ends_on + 1)::timestamp at time zone time_zone, true) from store where id = p_store
$$;

-- The pause between two messages of one person: the host's, or 5 s while very many speak at once.
create function code.room_pause(p_room room)
returns integer
language sql stable as $$
  select greatest((p_room).slow_seconds, case when (p_room).spike_until > code.clock() then 5 else 0 end)
$$;

-- A message as `messageSchema` says.
create function code.message_view(p_message message)
returns jsonb
language sql stable as $$
  select jsonb_build_object(
    'room', (p_message).store_id::text, 'seq', (p_message).seq, 'kind', (p_message).kind,
    'sender', jsonb_build_object('guest', number, 'name', name, 'badge', (p_message).badge),
    'others', (p_message).others, 'text', (p_message).text, 'at', (p_message).at, 'clientId', (p_message).client_id,
    'isHidden', (p_message).hidden_at is not null)
  from room_guest left join person on person.id = person_id
  where store_id = (p_message).store_id and number = (p_message).guest
$$;

-- Messages after one and before another, null for no bound: the p_most next ones after, or the last ones. In order.
create function code.messages_between(p_store bigint, p_after bigint, p_before bigint, p_most integer)
returns table (seq bigint, message jsonb)
language sql stable as $$
  select seq, view from (
    (select message.seq, code.message_view(message) as view from message
      where p_after is not null and store_id = p_store and message.seq > p_after
        and (p_before is null or message.seq < p_before)
      order by message.seq limit p_most)
    union all
    (select message.seq, code.message_view(message) as view from message
      where p_after is null and store_id = p_store and (p_before is null or message.seq < p_before)
      order by message.seq desc limit p_most)
  ) as found order by seq
$$;

-- Rooms as `roomFrame` says; `p_most` is how many hidden messages, and how many erased guests, are named.
create function code.room_views(p_stores bigint[], p_most integer)
returns table (store bigint, view jsonb)
language sql stable as $$
  select room.store_id, jsonb_build_object(
    'id', room.store_id::text, 'rev', rev, 'lastSeq', last_seq, 'here', present, 'slowSeconds', code.room_pause(room),
    'pinned', (select code.message_view(message) from message
      where message.store_id = room.store_id and seq = pinned_seq and hidden_at is null),
    'hidden', array(select seq from message
      where message.store_id = room.store_id and hidden_at is not null order by hidden_at desc limit p_most),
    'nameless', array(select number from room_guest
      where room_guest.store_id = room.store_id and forgotten_at is not null order by forgotten_at desc limit p_most),
    'isOpen', code.room_is_open(room.store_id))
  from room join store on id = room.store_id
  where room.store_id = any (p_stores) and published_at is not null
$$;

-- What is one's own in a room, as `mine` of `roomSchema` says.
create function code.own_room(p_store bigint, p_person bigint)
returns jsonb
language sql stable as $$
  select jsonb_build_object('guest', number, 'readSeq', coalesce(read_seq, 0),
    -- Whoever was never there has missed nothing, and nobody what they said.
    'unread', (select count(*) from (select from message where message.store_id = p_store
      and kind = 'talk' and hidden_at is null and seq > read_seq and guest <> number limit 99) as unread),
    'mutedUntil', case when muted_until > code.clock() and isfinite(muted_until) then muted_until end,
    'isBanned', coalesce(muted_until = 'infinity', false),
    'mayModerate', code.may_at_store(p_person, p_store, 'look-after-room'))
  from (values (1)) as one left join room_guest on store_id = p_store and person_id = p_person
$$;

-- Up to which message somebody has read; what was read stays so. Who was never there has read nothing. Answers whether
-- there is such a room.
create function code.mark_read(p_store bigint, p_person bigint, p_seq bigint)
returns boolean
language sql as $$
  update room_guest
  set read_seq = greatest(read_seq, least(p_seq, (select last_seq from room where store_id = p_store)))
  where store_id = p_store and person_id = p_person and read_seq < p_seq;
  select code.has_room(p_store)
$$;
