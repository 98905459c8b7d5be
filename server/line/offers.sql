-- Until when a returned seat is held for whoever is first (decision 0016). Pure, so that every rule of it can be tried.

-- The moment, or the next 9 in the morning when it falls into the night of the zone: from 22:00 to before 09:00.
create function code.after_the_night(p_moment timestamptz, p_zone text)
returns timestamptz
language plpgsql immutable as $$
declare
  there timestamp := p_moment at time zone p_zone;
begin
  if there::time >= '09:00' and there::time < '22:00' then return p_moment; end if;
  return ((there + interval '2 hours')::date + time '09:00') at time zone p_zone;
end
$$;

-- The store's minutes, or 5 while the person's page is open and in the first 10 minutes of the opening. It never ends
-- in the night, but for that rush: whoever pressed in it is awake, and thousands wait. Half of what is left to the slot
-- has the last word, since the next in line must have a chance too.
create function code.offer_until(p_now timestamptz, p_starts timestamptz, p_minutes integer, p_zone text,
  p_opens timestamptz, p_is_here boolean)
returns timestamptz
language plpgsql immutable as $$
declare
  -- An opening may be put off while people wait: before it nobody rushes.
  rushes boolean := p_now >= p_opens and p_now < p_opens + interval '10 minutes';
  minutes integer := case when rushes or p_is_here then least(p_minutes, 5) else p_minutes end;
  ends timestamptz := p_now + make_interval(mins => minutes);
begin
  if not rushes then ends := code.after_the_night(ends, p_zone); end if;
  return least(ends, p_now + (p_starts - p_now) / 2);
end
$$;

-- Whether the person's page was open a moment ago: one row at most, by its key.
create function code.is_here(p_person bigint, p_now timestamptz)
returns boolean
language plpgsql stable as $$
begin
  return exists (select from presence where person_id = p_person and until > p_now);
end
$$;
