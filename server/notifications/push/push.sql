-- Where pushes to a person go: browsers whose session lives (as in sessions.sql.ts), the newest first, at most ten
-- (shared/push.ts).
create function code.push_devices(p_person bigint)
returns jsonb
language plpgsql stable as $$
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object(
      'id', id::text, 'endpoint', endpoint, 'keys', jsonb_build_object('p256dh', p256dh, 'auth', auth)))
    from (
      select push_device.* from push_device join session on session.id = session_id and session.ended_at is null
        and session.started_at > clock_timestamp() - interval '30 days'
        and session.last_seen_at > clock_timestamp() - interval '14 days'
      where push_device.person_id = p_person order by push_device.since desc, push_device.id desc limit 10
    ) as heard), '[]');
end
$$;
