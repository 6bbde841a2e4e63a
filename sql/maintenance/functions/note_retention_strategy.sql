create or replace function steward_internal.note_retention_strategy(
  step_id bigint,
  strategy text,
  rows_expected bigint default null
)
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  update steward.maintenance_steps as s
  set strategy = case
      when note_retention_strategy.strategy = any (string_to_array(s.strategy, ', ')) then s.strategy
      else concat_ws(', ', s.strategy, note_retention_strategy.strategy)
    end,
    rows_expected = case
      when note_retention_strategy.rows_expected is null then s.rows_expected
      else coalesce(s.rows_expected, 0) + note_retention_strategy.rows_expected
    end
  where s.id = note_retention_strategy.step_id
$$;

comment on function steward_internal.note_retention_strategy(bigint, text, bigint) is $doc$
Records which strategies a run has used, and how many rows it expects.

@param step_id The step of the run.
@param strategy The strategy that it uses from now on.
@param rows_expected How many more rows it expects; null if that has not changed.
@returns Nothing.
@access steward_operator
@example select steward_internal.note_retention_strategy(0, 'block_sweep', 0);
$doc$;

revoke all on function steward_internal.note_retention_strategy(bigint, text, bigint) from public;
