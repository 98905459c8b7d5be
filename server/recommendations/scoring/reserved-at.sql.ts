/** When whoever holds a `reservation` first reserved: after a move it has the event of the first, which it replaced. */
export const reservedAt = `coalesce(
  (select first.created_at from reservation as first where first.id = reservation.event_id), reservation.created_at)`;
