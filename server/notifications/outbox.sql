-- The outbox as a queue (decision 0018). Whoever sends takes messages by a lease, looks at what they speak of right
-- before each is handed over, and holds no lock meanwhile. Nothing in here waits for a lock: what somebody else holds
-- is passed over and comes again, so that no order of locks can be broken.
--
-- What looks messages up goes from each to its rows by index, whatever a plan knows of the tables' sizes: one made
-- while they are empty is kept, and would read every reservation there is for five mails. Hence joins in the place of
-- EXISTS, `id = any (…)` beside every join of messages, and `outcome is null` where `settled_at is null` would invite
-- the index of all that are due.

-- Takes at most p_most messages that are due, of the kinds that this process knows: a newer one may write others.
create function code.claim_messages(p_kinds text[], p_most integer, p_lease_seconds integer,
  out lease text, out messages bigint[])
language plpgsql as $$
declare
  moment timestamptz := code.clock();
  until timestamptz := moment + make_interval(secs => p_lease_seconds);
begin
  lease := until::text;
  with mine as (
    update outbox set due_at = until where id = any (array(
      select waiting.id from outbox as waiting
      where waiting.settled_at is null and waiting.due_at <= moment and waiting.kind = any (p_kinds)
      order by waiting.due_at, waiting.id limit p_most for update skip locked))
    returning id
  ) select array_agg(id order by id) into messages from mine;
end
$$;

create function code.release_messages(p_messages bigint[], p_lease text)
returns void
language sql as $$
  update outbox set due_at = '-infinity'
  where id = any (p_messages) and due_at = p_lease::timestamptz and outcome is null
$$;

-- Which of these messages speak of something that nobody is changing now; it is held until the end of the transaction.
create function code.steady_messages(p_messages bigint[])
returns bigint[]
language plpgsql as $$
declare
  of_reservation text[] := array['confirmed', 'moved', 'cancelled', 'reminder'];
  steady bigint[];
begin
  select array_agg(held.id) into steady from (
    select outbox.id from outbox
    join reservation on reservation.slot_id = outbox.slot_id and reservation.ticket = outbox.ticket
    where outbox.id = any (p_messages) and kind = any (of_reservation) for share of reservation skip locked
  ) as held;
  select steady || array_agg(held.id) into steady from (
    select outbox.id from outbox join entry on entry.slot_id = outbox.slot_id and entry.ticket = outbox.ticket
    where outbox.id = any (p_messages) and kind = 'offer' for share of entry skip locked
  ) as held;
  -- A notice speaks of every seat of its reader in the store: it is steady when all of them are.
  with seats as (
    select outbox.id, reservation.id as seat from outbox
    join notice on notice.id = outbox.cause
    join reservation on reservation.person_id = outbox.person_id and reservation.state = 'confirmed'
    join slot on slot.id = reservation.slot_id and slot.store_id + 0 = notice.store_id
    where outbox.id = any (p_messages) and kind = 'host-notice'
  ), locked as (
    select reservation.id from reservation where id = any (array(select seat from seats)) for share skip locked
  )
  select steady || array(
    select outbox.id from outbox where outbox.id = any (p_messages) and kind = 'host-notice' and not exists (
      select from seats where seats.id = outbox.id and not seat = any (array(select locked.id from locked)))
  ) into steady;
  -- What has no such row any more is judged by that.
  steady := steady || array(
    select outbox.id from outbox
    left join reservation on kind = any (of_reservation)
      and reservation.slot_id = outbox.slot_id and reservation.ticket = outbox.ticket
    left join entry on kind = 'offer' and entry.slot_id = outbox.slot_id and entry.ticket = outbox.ticket
    where outbox.id = any (p_messages) and kind <> 'host-notice' and reservation.id is null and entry.ticket is null);
  -- Nor may anybody be erased meanwhile.
  return array(
    select held.id from (
      select outbox.id from outbox join person on person.id = outbox.person_id
      where outbox.id = any (steady) for share of person skip locked
    ) as held);
end
$$;

-- 21:00 to 08:00: no advertising then (decision 0019).
create function code.is_night(p_now timestamptz, p_zone text)
returns boolean
language sql immutable as $$
  select extract(hour from p_now at time zone p_zone) not between 8 and 20
$$;

-- Whether somebody has a seat to come in a store.
create function code.comes_to_store(p_person bigint, p_store bigint, p_now timestamptz)
returns boolean
language plpgsql stable as $$
begin
  return exists (
    select from reservation join slot on slot.id = reservation.slot_id
    where person_id = p_person and state = 'confirmed' and slot.store_id + 0 = p_store and slot.starts_at > p_now);
end
$$;

-- Why a message is not sent, or null. What a mail says must be so at the moment it is sent; news that came too late is
-- none. Of what is over a day later nobody is told by mail.
create function code.judge_messages(p_messages bigint[], p_now timestamptz)
returns table (message bigint, verdict text)
language plpgsql stable as $$
begin
  return query select outbox.id, case
      when (person.erasing_since is null and case outbox.kind
        when 'confirmed' then reservation.state = 'confirmed' and slot.starts_at > p_now
        when 'moved' then reservation.state = 'confirmed' and slot.starts_at > p_now
        when 'reminder' then reservation.state = 'confirmed' and slot.starts_at > p_now
        when 'offer' then entry.state = 'offered' and entry.offer_expires_at > p_now
        when 'cancelled' then reservation.state = 'cancelled' and outbox.created_at > p_now - interval '1 day'
        when 'host-notice' then outbox.created_at > p_now - interval '1 day'
          and code.comes_to_store(outbox.person_id, notice.store_id, p_now)
        when 'opening-soon' then opening.opens_at > p_now and opening.opens_at <= p_now + interval '10 minutes'
          and opening.opens_at = coalesce(outbox.cause_at, opening.opens_at)
          and opening.published_at is not null and store_follow.since is not null
        else outbox.created_at > p_now - interval '1 day'
      end) is not true then 'withdrawn'
      when not ways.by_mail and ways.devices = '[]' then
        case when person.email is null and code.push_devices(person.id) = '[]' then 'no-address' else 'switched-off' end
      when outbox.kind = 'opening-soon' and (
        code.is_night(p_now, opening.time_zone) or code.is_night(p_now, 'Asia/Seoul')) then 'night'
    end
  from outbox
  left join notice on outbox.kind = 'host-notice' and notice.id = outbox.cause
  left join store as opening on outbox.kind = 'opening-soon' and opening.id = outbox.cause
  left join store_follow on store_follow.store_id = opening.id and store_follow.person_id = outbox.person_id
  left join person on person.id = outbox.person_id
  left join lateral code.ways_of(outbox.person_id, outbox.kind) as ways on true
  left join slot on slot.id = outbox.slot_id
  left join reservation on reservation.slot_id = outbox.slot_id and reservation.ticket = outbox.ticket
    and reservation.person_id + 0 = outbox.person_id
  left join entry on entry.slot_id = outbox.slot_id and entry.ticket = outbox.ticket
    and entry.person_id + 0 = outbox.person_id
  where outbox.id = any (p_messages);
end
$$;

-- What is so now about what messages speak of; see Facts in ports.ts.
create function code.message_facts(p_messages bigint[])
returns table (message bigint, facts jsonb)
language plpgsql stable as $$
begin
  return query select outbox.id, jsonb_build_object(
    'kind', outbox.kind, 'person', person.id::text, 'name', person.name, 'address', person.email,
    'language', coalesce(person.language, 'ko'),
    'storeId', store.id::text, 'storeName', store.name, 'district', store.district, 'storeAddress', store.address,
    'timeZone', store.time_zone, 'opensAt', store.opens_at,
    'slotId', slot.id::text, 'startsAt', slot.starts_at, 'endsAt', slot.ends_at,
    'ticket', outbox.ticket, 'partySize', coalesce(reservation.party_size, entry.party_size),
    'reservationId', reservation.id::text,
    'eventId', coalesce(reservation.event_id, reservation.id)::text, 'revision', reservation.revision,
    'revisedAt', coalesce(reservation.revised_at, reservation.created_at),
    'offerExpiresAt', entry.offer_expires_at, 'text', notice.text)
  from outbox
  left join notice on outbox.kind = 'host-notice' and notice.id = outbox.cause
  join person on person.id = outbox.person_id
  left join slot on slot.id = outbox.slot_id
  left join reservation on reservation.slot_id = outbox.slot_id and reservation.ticket = outbox.ticket
    and reservation.person_id + 0 = outbox.person_id
  left join entry on entry.slot_id = outbox.slot_id and entry.ticket = outbox.ticket
    and entry.person_id + 0 = outbox.person_id
  join store on store.id = coalesce(slot.store_id, notice.store_id, outbox.cause)
  where outbox.id = any (p_messages);
end
$$;

-- Right before messages are handed over: each that is still this lease's is settled, put off for a second because
-- somebody changes what it speaks of, or marked as on its way. Whoever cancels after the commit of this sees the mark
-- and waits with the answer; whoever cancelled before it is seen here. A lease is begun once, for a queue may bring it
-- twice: the mark comes with a lease of its own, and of two at once the first to end would take the other's mark away.
create function code.begin_sending(p_messages bigint[], p_lease text, p_seconds integer)
returns table (message bigint, lease text, facts jsonb, "byMail" boolean, devices jsonb)
language plpgsql as $$
declare
  moment timestamptz := code.clock();
  until timestamptz := moment + make_interval(secs => p_seconds);
  leased timestamptz := p_lease::timestamptz;
  mine bigint[] := array(
    select id from outbox
    where id = any (p_messages) and due_at = leased and outcome is null for update skip locked);
  steady bigint[] := code.steady_messages(mine);
begin
  update outbox set settled_at = moment, outcome = judged.verdict
  from code.judge_messages(steady, moment) as judged
  where outbox.id = any (steady) and outbox.id = judged.message and judged.verdict is not null;
  update outbox set due_at = moment + interval '1 second' where id = any (mine) and not id = any (steady);
  update outbox set tries = tries + 1, sending_until = until,
    due_at = greatest(due_at, until) + interval '1 microsecond'
  where id = any (steady) and outcome is null;
  return query
    select outbox.id, outbox.due_at::text, told.facts, ways.by_mail, ways.devices
    from code.message_facts(steady) as told join outbox on outbox.id = told.message
    cross join lateral code.ways_of(outbox.person_id, outbox.kind) as ways
    where outbox.id = any (steady) and outbox.outcome is null order by outbox.id;
end
$$;

-- What became of them. A failure is due again after a pause that doubles, or is a dead letter; so is what the mail
-- server refused for good.
create function code.end_sending(p_messages bigint[], p_leases text[], p_outcomes text[], p_troubles text[],
  p_most_tries integer, p_first_pause integer, p_longest_pause integer)
returns void
language plpgsql as $$
declare
  moment timestamptz := code.clock();
begin
  -- Of a lease that is not this one's any more somebody else has a mark, which stays until it is theirs to take away.
  update outbox set sending_until = null
  from unnest(p_messages, p_leases) as told (message, lease)
  where outbox.id = any (p_messages) and outbox.id = told.message and outbox.due_at = told.lease::timestamptz;
  update outbox set
    trouble = told.trouble,
    sent_at = case when told.outcome = 'sent' then moment end,
    settled_at = case when told.outcome <> 'failed' or tries >= p_most_tries then moment end,
    outcome = case when told.outcome = 'sent' then 'sent'
      when told.outcome <> 'failed' or tries >= p_most_tries then 'dead' end,
    due_at = case when outbox.due_at <> told.lease::timestamptz then outbox.due_at else moment + make_interval(
      secs => least(p_longest_pause, p_first_pause * power(2, tries - 1)) * (0.5 + random())) end
  from unnest(p_messages, p_leases, p_outcomes, p_troubles) as told (message, lease, outcome, trouble)
  where outbox.id = any (p_messages) and outbox.id = told.message and outbox.outcome is null
    and (told.outcome = 'sent' or outbox.due_at = told.lease::timestamptz);
end
$$;

-- Whether a mail about a ticket, or to a person, may be on its way. To be asked after the commit of what changed it,
-- never on a replica.
create function code.is_sending(p_slot bigint, p_ticket integer)
returns boolean
language sql volatile as $$
  select exists (
    select from outbox where slot_id = p_slot and ticket = p_ticket and sending_until > code.clock()
    union all
    select from outbox where kind = 'host-notice' and sending_until > code.clock() and person_id = (
      select person_id from reservation where slot_id = p_slot and ticket = p_ticket))
$$;

create function code.is_sending_to(p_person bigint)
returns boolean
language sql volatile as $$
  select exists (
    select from outbox where person_id = p_person and sending_until > code.clock())
$$;
