/**
 * The workspace that every case starts with. Its ids and keys are the same for every seed, so that an integration can be
 * configured with them; names, texts and dates come from the seed.
 */
import type { Faker } from '@faker-js/faker';
import { faker as sharedFaker } from '@faker-js/faker/locale/en';
import { uuidFrom } from '../digest.ts';
import type { IssueRecord, StateType, TeamRecord, UserRecord, WorkflowStateRecord, Workspace } from './state.ts';

// An instance of our own, so that seeding it never disturbs a test that uses the shared one. Taken from the shared
// one's class because importing the class itself loads every locale, which costs 150 ms at each start of a subject.
const OwnFaker = sharedFaker.constructor as typeof Faker;
const faker = new OwnFaker({ locale: sharedFaker.rawDefinitions });

const teams = [
  { key: 'ENG', name: 'Engineering', color: '#5e6ad2' },
  { key: 'PRO', name: 'Product', color: '#26b5ce' },
  { key: 'OPS', name: 'Operations', color: '#f2994a' },
] as const;

const workflow: readonly { readonly name: string; readonly type: StateType; readonly color: string }[] = [
  { name: 'Backlog', type: 'backlog', color: '#bec2c8' },
  { name: 'Todo', type: 'unstarted', color: '#e2e2e2' },
  { name: 'In Progress', type: 'started', color: '#f2c94c' },
  { name: 'In Review', type: 'started', color: '#0f783c' },
  { name: 'Done', type: 'completed', color: '#5e6ad2' },
  { name: 'Canceled', type: 'canceled', color: '#95a2b3' },
];

const userCount = 5;
const issuesPerTeam = 5;

const ids = new Map<string, string>();

/** Computed once: every case needs them again. */
function idOf(name: string): string {
  const known = ids.get(name);
  if (known !== undefined) return known;
  const id = uuidFrom(`linear ${name}`);
  ids.set(name, id);
  return id;
}

/** Ids that exist in every simulated workspace. Issues, users and teams count from 0; the viewer is user 0. */
export const linearIds = {
  viewer: idOf('user 0'),
  user: (index: number): string => idOf(`user ${index}`),
  team: (key: 'ENG' | 'PRO' | 'OPS'): string => idOf(`team ${key}`),
  /** `name` as in the workflow: `Todo`, `In Progress`. */
  state: (team: 'ENG' | 'PRO' | 'OPS', name: string): string => idOf(`state ${team} ${name}`),
  /** `number` as in the identifier: 1 to 5 for each team. */
  issue: (team: 'ENG' | 'PRO' | 'OPS', number: number): string => idOf(`issue ${team} ${number}`),
} as const;

const day = 24 * 60 * 60 * 1000;
const iso = (ms: number): string => new Date(ms).toISOString();

/** `now` in Unix ms: everything in the workspace is older. */
export function seedWorkspace(seed: number, now: number): Workspace {
  faker.seed(seed);
  const founded = now - faker.number.int({ min: 200, max: 900 }) * day;
  const users = Array.from({ length: userCount }, (_, index) => seedUser(index, founded));
  const seededTeams = teams.map((team) => seedTeam(team, founded));
  const states = teams.flatMap((team) => seedStates(team.key, founded));
  const issues = teams.flatMap((team) => seedIssues(team.key, founded, now));
  return {
    urlKey: faker.internet.domainWord(),
    viewerId: linearIds.viewer,
    users: byId(users),
    teams: byId(seededTeams),
    states: byId(states),
    issues: byId(issues),
    comments: new Map(),
  };
}

const byId = <T extends { readonly id: string }>(records: readonly T[]): Map<string, T> =>
  new Map(records.map((record) => [record.id, record]));

function seedUser(index: number, founded: number): UserRecord {
  const firstName = faker.person.firstName();
  const lastName = faker.person.lastName();
  return {
    id: linearIds.user(index),
    name: `${firstName} ${lastName}`,
    displayName: firstName.toLowerCase(),
    email: `${firstName}.${lastName}@example.com`.toLowerCase().replaceAll(/[^a-z.@]/g, ''),
    timezone: faker.location.timeZone(),
    title: faker.person.jobTitle(),
    admin: index === 0,
    createdAt: iso(founded + index * day),
  };
}

const seedTeam = (team: (typeof teams)[number], founded: number): TeamRecord => ({
  id: linearIds.team(team.key),
  key: team.key,
  name: team.name,
  description: faker.company.catchPhrase(),
  color: team.color,
  createdAt: iso(founded),
});

const seedStates = (team: (typeof teams)[number]['key'], founded: number): readonly WorkflowStateRecord[] =>
  workflow.map((state, index) => ({
    id: linearIds.state(team, state.name),
    teamId: linearIds.team(team),
    ...state,
    position: index,
    createdAt: iso(founded),
  }));

function seedIssues(team: (typeof teams)[number]['key'], founded: number, now: number): readonly IssueRecord[] {
  const span = now - founded;
  return Array.from({ length: issuesPerTeam }, (_, index) => {
    const state = faker.helpers.arrayElement(workflow);
    // Numbers rise with time, as in a real team.
    const createdAt = founded + Math.floor((span * (index + 1)) / (issuesPerTeam + 2));
    const updatedAt = createdAt + faker.number.int({ min: 1, max: Math.floor(span / (issuesPerTeam + 2)) });
    const begun = state.type !== 'backlog' && state.type !== 'unstarted' && state.type !== 'canceled';
    return {
      id: linearIds.issue(team, index + 1),
      number: index + 1,
      teamId: linearIds.team(team),
      stateId: linearIds.state(team, state.name),
      creatorId: linearIds.user(faker.number.int({ max: userCount - 1 })),
      title: `${faker.hacker.verb()} the ${faker.hacker.adjective()} ${faker.hacker.noun()}`,
      description: faker.hacker.phrase(),
      priority: faker.number.int({ max: 4 }),
      estimate: faker.helpers.arrayElement([null, 1, 2, 3, 5]),
      dueDate: null,
      assigneeId: faker.helpers.arrayElement([null, linearIds.user(faker.number.int({ max: userCount - 1 }))]),
      parentId: null,
      labelIds: [],
      sortOrder: -index,
      trashed: null,
      createdAt: iso(createdAt),
      updatedAt: iso(updatedAt),
      startedAt: begun ? iso(updatedAt) : null,
      completedAt: state.type === 'completed' ? iso(updatedAt) : null,
      canceledAt: state.type === 'canceled' ? iso(updatedAt) : null,
    };
  });
}
