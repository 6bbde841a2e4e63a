-- pgsteward: no-transaction
-- pgsteward: always
-- What workers and the clean-up do in a week, with autovacuum off: a quarter of the rows change,
-- a tenth is deleted, and the dead versions stay.
update public.job_queue as j
set
  result = coalesce(j.result, '{}') || jsonb_build_object('archived', true),
  updated_at = j.updated_at + interval '10 minutes'
where j.id % 4 = 1
  and j.finished_at is not null;

delete from public.job_queue as j
where j.id % 10 = 0
  and j.finished_at is not null;

select pg_stat_force_next_flush();
