/** A table of 20,000 rows of 1000 people and organisations, each person a member of ten, with an index on both. */
export const people = (role: string) => `
  create function uid() returns int language plpgsql stable as 'begin return nullif(current_setting(''app.user'', true), '''')::int; end';
  create function is_admin() returns boolean language plpgsql stable as 'begin return current_setting(''app.admin'', true) = ''yes''; end';
  create table member (user_id int not null, org int not null, primary key (user_id, org));
  create function is_member(asked int) returns boolean language plpgsql stable security definer
    as 'begin return exists (select from member as m where m.org = asked and m.user_id = uid()); end';
  create function my_orgs() returns int[] language plpgsql stable security definer
    as 'begin return array(select m.org from member as m where m.user_id = uid()); end';
  create table docs (id int primary key, owner int, org int, body text);
  insert into member select g, (g * 7 + k) % 1000 from generate_series(0, 999) as g cross join generate_series(1, 10) as k;
  insert into docs select g, g % 1000, g / 20, 'x' from generate_series(0, 19999) as g;
  create index docs_owner on docs (owner); create index docs_org on docs (org); create index member_org on member (org);
  analyze docs, member;
  grant select, insert, update, delete on docs to ${role};
  grant select on member to ${role};
  alter table docs enable row level security;
`

