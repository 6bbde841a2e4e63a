create or replace function steward_internal.judge_probes(probes jsonb)
returns table (command text, path text, verdict text, script text[], reason text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_group record;
  v_probe record;
  v_attempt record;
  v_script text[];
  v_is_reached boolean;
  v_doubt text;
  v_own_script text[];
begin
  for v_group in
    select p.item ->> 'command' as command, p.item ->> 'path' as path, jsonb_agg(p.item order by p.place) as probes
    from jsonb_array_elements(judge_probes.probes) with ordinality as p (item, place)
    group by 1, 2
    order by min(p.place)
  loop
    command := v_group.command;
    path := v_group.path;
    verdict := null;
    script := null;
    reason := null;
    v_doubt := null;
    v_own_script := null;
    for v_probe in
      select
        (p.item ->> 'is_foreign')::boolean as is_foreign, p.item ->> 'verdict' as verdict, p.item ->> 'shown' as shown,
        p.item ->> 'reason' as reason, array(select jsonb_array_elements_text(p.item -> 'script')) as script
      from jsonb_array_elements(v_group.probes) with ordinality as p (item, place)
      -- A leak is the worst that can be found, so the attempts that could be one come first.
      order by coalesce((p.item ->> 'is_foreign')::boolean, false) desc, p.place
    loop
      v_script := case
        when v_probe.shown is null then v_probe.script
        else v_probe.script[: cardinality(v_probe.script) - 1] || v_probe.shown
      end;
      script := coalesce(script, v_script);
      if v_probe.verdict is not null then
        if v_probe.verdict in ('leak', 'own_rows') then
          verdict := v_probe.verdict;
          script := v_script;
          reason := v_probe.reason;
        elsif v_probe.verdict = 'not_tested' then
          v_doubt := coalesce(v_doubt, v_probe.reason);
        else
          reason := coalesce(reason, v_probe.reason);
        end if;
        exit when verdict = 'leak';
        continue;
      end if;
      select a.*
      into v_attempt
      from steward_internal.attempt(v_probe.script) as a;
      -- A row to insert is checked by constraints before it is found to be in conflict with another.
      v_is_reached := v_attempt.affected > 0 or v_attempt.constraint_refused and command <> 'INSERT ON CONFLICT';
      if v_is_reached and v_probe.is_foreign then
        verdict := 'leak';
        script := v_script;
        reason := case when v_attempt.affected = 0 then 'the policies let it through, and only a constraint refused it' end;
        exit;
      elsif v_is_reached and v_probe.is_foreign is null then
        v_doubt := coalesce(v_doubt, v_probe.reason);
      elsif v_is_reached then
        verdict := 'own_rows';
        v_own_script := coalesce(v_own_script, v_script);
      elsif v_attempt.code !~ (
        case
          when command in ('SELECT', 'COPY TO') then '^(00|42|44|22|28)'
          -- Any other error says nothing about the policies.
          else '^(00000|42501|42P17|44000|22P02|28000)$'
        end
      ) then
        v_doubt := coalesce(
          v_doubt, format('an attempt %s the %s', case when v_attempt.code like '23%' then 'was refused by' else 'ended with' end, v_attempt.problem)
        );
      elsif v_probe.is_foreign and v_probe.reason is not null and v_attempt.code <> '42501' then
        v_doubt := coalesce(v_doubt, v_probe.reason);
      elsif v_attempt.code <> '00000' and v_attempt.code <> '42501' then
        reason := coalesce(reason, format('refused with the error %s', v_attempt.code));
      end if;
    end loop;
    if verdict is distinct from 'leak' and v_doubt is not null then
      verdict := 'not_tested';
      reason := v_doubt;
    elsif verdict is null then
      verdict := 'denied';
    elsif verdict = 'own_rows' then
      script := coalesce(v_own_script, script);
      reason := null;
    end if;
    return next;
  end loop;
end
$$;

comment on function steward_internal.judge_probes(jsonb) is $doc$
Tries what the `*_probes()` functions wrote, and says what came of it.

@param probes Their rows of one actor, as an array.
@returns leak, own_rows, denied or not_tested, the statements that show it, and why where there is something to say.
@access steward_admin
@example select verdict from steward_internal.judge_probes('[{"command": "SELECT", "path": "table", "is_foreign": true, "script": ["select 1"]}]');
$doc$;

revoke all on function steward_internal.judge_probes(jsonb) from public;
