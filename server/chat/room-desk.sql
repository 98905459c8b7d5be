-- What they see who look after a room, as `roomDesk` says: the last 100 of each. Null for everybody else.

create function code.open_reports(p_store bigint)
returns table (seq bigint, report jsonb)
language sql stable as $$
  select reported.seq, jsonb_build_object('message', code.message_view(message), 'count', count, 'reasons', reasons,
    'at', reported.at)
  from (
    select message_report.seq, count(*), array_agg(distinct reason order by reason) as reasons,
      max(message_report.at) as at
    from message_report where store_id = p_store and settled_at is null group by message_report.seq
    order by max(message_report.at) desc limit 100
  ) as reported
  join message on message.store_id = p_store and message.seq = reported.seq
$$;

create function code.room_desk(p_store bigint, p_person bigint)
returns jsonb
language sql stable as $$
  select jsonb_build_object(
    'words', words, 'slowSeconds', slow_seconds,
    'muted', (select coalesce(jsonb_agg(jsonb_build_object('guest', number, 'name', name,
        'until', case when isfinite(muted_until) then muted_until end, 'isBanned', not isfinite(muted_until))
        order by muted_until desc), '[]')
      from (select * from room_guest where store_id = p_store and muted_until > code.clock()
        order by muted_until desc limit 100) as muted left join person on person.id = person_id),
    'reports', (select coalesce(jsonb_agg(report order by report ->> 'at' desc), '[]') from code.open_reports(p_store)),
    'deeds', (select coalesce(jsonb_agg(jsonb_build_object('at', at, 'by', name, 'deed', deed,
        'seq', details -> 'seq') order by done.id desc), '[]')
      from (select * from audit where subject = 'store:' || p_store
        and deed in ('room-changed', 'message-hidden', 'guest-muted', 'guest-unmuted')
        order by id desc limit 100) as done left join person on person.id = done.person_id))
  from room where store_id = p_store and code.may_at_store(p_person, p_store, 'look-after-room')
$$;
