-- What people tell about themselves, all of it optional (shared/people-codes.ts holds the codes). The phone number is
-- sealed (docs/decisions/0012). `introduced_at`: when the questions were answered or skipped.
alter table person
  add column email text check (length(email) between 3 and 254),
  add column phone_sealed text,
  add column sex text,
  add column birth_year smallint,
  add column region text,
  add column introduced_at timestamptz;
