-- How messages reach their people. What is asked for each message is plpgsql: it keeps its plans, where a function in
-- SQL is planned at every call.

-- Whether somebody wants messages of a kind by 'mail' or by 'push'. Advertising needs consent, for each by itself
-- (0015); the rest may be switched off.
create function code.wants(p_person bigint, p_kind text, p_channel text)
returns boolean
language plpgsql stable as $$
begin
  if p_kind = 'opening-soon' then
    return coalesce((select is_given from consent
      where person_id = p_person and kind = case p_channel when 'push' then 'opening-soon-push' else p_kind end
      order by id desc limit 1), false);
  end if;
  return coalesce((select case p_channel when 'push' then wants_push else wants_mail end
    from notification_setting where person_id = p_person and kind = p_kind), true);
end
$$;

-- How a message can reach its person now: by mail, and on which browsers.
create function code.ways_of(p_person bigint, p_kind text, out by_mail boolean, out devices jsonb)
language plpgsql stable as $$
begin
  by_mail := exists (select from person where id = p_person and email is not null)
    and code.wants(p_person, p_kind, 'mail');
  devices := case when code.wants(p_person, p_kind, 'push') then code.push_devices(p_person) else '[]' end;
end
$$;
