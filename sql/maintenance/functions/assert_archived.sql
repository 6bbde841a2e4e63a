create or replace function steward_internal.assert_archived(
  run steward_internal.retention_run,
  gone bigint,
  kept bigint,
  stayed bigint,
  pair json
)
returns void
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  if assert_archived.gone <> assert_archived.kept then
    raise exception using
      errcode = '23000',
      message = format('%s rows would have been deleted, but %s archived', assert_archived.gone, assert_archived.kept),
      hint = 'A trigger of the archive leaves rows out.';
  elsif assert_archived.pair is not null then
    raise exception using
      errcode = '23000',
      message = steward_internal.archive_difference(
        (assert_archived.run).leaves[1], (assert_archived.run).policy.age_column, assert_archived.pair
      ),
      hint = 'A trigger or a generated column of the archive makes another value of it.';
  elsif assert_archived.stayed <> assert_archived.kept then
    raise exception using
      errcode = '23000',
      message = format('%s rows were archived, but only %s stayed as they were', assert_archived.kept, assert_archived.stayed),
      hint = 'A trigger of the archive changes or deletes rows after they were inserted.';
  end if;
end
$$;

comment on function steward_internal.assert_archived(
  steward_internal.retention_run, bigint, bigint, bigint, json
) is $doc$
Fails unless the archive has the rows of a batch as they were.

@param run The run.
@param gone How many rows were deleted.
@param kept How many were inserted into the archive.
@param stayed How many of these are still where they were inserted.
@param pair A row and what the archive made of it, if any differ.
@returns Nothing.
@error 23000 They are not all there, or not as they were: the message names the column and the row.
@access steward_operator
@example select steward_internal.assert_archived((null::steward_internal.retention_run), 1, 1, 1, null);
$doc$;

revoke all on function steward_internal.assert_archived(
  steward_internal.retention_run, bigint, bigint, bigint, json
) from public;
