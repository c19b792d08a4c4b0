/**
 * Records as a client sees them: GraphQL's default resolver reads a field or calls it. Fields that the simulated
 * workspace never varies stand in constants; a nullable field that is not named here is null.
 */
import { type CommentArguments, connection, type IssueArguments, type PageArguments } from './pagination.ts';
import {
  type CommentRecord,
  type IssueRecord,
  identifierOf,
  statesOf,
  type TeamRecord,
  type UserRecord,
  type WorkflowStateRecord,
  type Workspace,
} from './state.ts';

/** What nodes need around them: the records, and the time for filters that are relative to now. */
export interface World {
  readonly workspace: Workspace;
  /** Unix time in ms. */
  now(): number;
}

const userConstants = {
  active: true,
  app: false,
  avatarBackgroundColor: '#4cb782',
  canAccessAnyPublicTeam: true,
  guest: false,
  inviteHash: '',
  isAssignable: true,
  isMentionable: true,
  owner: false,
  supportsAgentSessions: false,
};

export const userNode = (user: UserRecord, world: World) => ({
  ...userConstants,
  ...user,
  initials: user.name
    .split(' ')
    .map((part) => part.charAt(0))
    .join(''),
  isMe: user.id === world.workspace.viewerId,
  updatedAt: user.createdAt,
  url: `https://linear.app/${world.workspace.urlKey}/profiles/${user.displayName}`,
  createdIssueCount: () => [...world.workspace.issues.values()].filter(({ creatorId }) => creatorId === user.id).length,
  assignedIssues: (page: IssueArguments) =>
    connection(
      issueNodes(world, ({ assigneeId }) => assigneeId === user.id),
      page,
      world.now(),
    ),
});

const teamConstants = {
  aiDiscussionSummariesEnabled: true,
  aiThreadSummariesEnabled: true,
  autoArchivePeriod: 6,
  cycleCalenderUrl: '',
  cycleCooldownTime: 0,
  cycleDuration: 2,
  cycleIssueAutoAssignCompleted: false,
  cycleIssueAutoAssignStarted: false,
  cycleLockToActive: false,
  cycleStartDay: 1,
  cyclesEnabled: false,
  defaultIssueEstimate: 1,
  groupIssueHistory: true,
  inheritIssueEstimation: false,
  inheritWorkflowStatuses: false,
  initiativesEnabled: false,
  inviteHash: '',
  issueEstimationAllowZero: false,
  issueEstimationExtended: false,
  issueEstimationType: 'fibonacci',
  issueOrderingNoPriorityFirst: false,
  issueSortOrderDefaultToBottom: false,
  ledInitiativeCount: 0,
  private: false,
  requirePriorityToLeaveTriage: false,
  scimManaged: false,
  securitySettings: {},
  setIssueSortOrderOnStateChange: 'first',
  slackIssueComments: false,
  slackIssueStatuses: false,
  slackNewIssue: false,
  timezone: 'Etc/UTC',
  triageEnabled: false,
  upcomingCycleCount: 2,
  viewerCanJoin: true,
  viewerCanLeave: true,
  visibility: 'public',
};

export const teamNode = (team: TeamRecord, world: World) => {
  const states = statesOf(world.workspace, team.id);
  const firstOf = (type: string) => () => stateNodeOrNull(states.find((state) => state.type === type)?.id, world);
  return {
    ...teamConstants,
    ...team,
    displayName: team.name,
    updatedAt: team.createdAt,
    issueCount: () => [...world.workspace.issues.values()].filter(({ teamId }) => teamId === team.id).length,
    defaultIssueState: firstOf('backlog'),
    startWorkflowState: firstOf('started'),
    mergeWorkflowState: firstOf('completed'),
    issues: (page: IssueArguments) =>
      connection(
        issueNodes(world, ({ teamId }) => teamId === team.id),
        page,
        world.now(),
      ),
    states: (page: PageArguments) =>
      connection(
        states.map((state) => stateNode(state, world)),
        page,
        world.now(),
      ),
  };
};

export const stateNode = (state: WorkflowStateRecord, world: World) => ({
  ...state,
  updatedAt: state.createdAt,
  team: () => teamNodeOrNull(state.teamId, world),
});

const priorityLabels = ['No priority', 'Urgent', 'High', 'Medium', 'Low'];

const issueConstants = {
  boardOrder: 0,
  customerTicketCount: 0,
  inheritsSharedAccess: true,
  previousIdentifiers: [],
  reactionData: {},
  reactions: [],
  // The SDK's Issue model throws without this object.
  sharedAccess: {
    disallowedIssueFields: [],
    isShared: false,
    sharedWithCount: 0,
    sharedWithUsers: [],
    viewerHasOnlySharedAccess: false,
  },
};

export const issueNode = (issue: IssueRecord, world: World) => {
  const identifier = identifierOf(world.workspace, issue);
  const slug = issue.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return {
    ...issueConstants,
    ...issue,
    identifier,
    priorityLabel: priorityLabels[issue.priority] ?? 'No priority',
    prioritySortOrder: issue.priority,
    url: `https://linear.app/${world.workspace.urlKey}/issue/${identifier}/${slug}`,
    branchName: `${identifier.toLowerCase()}-${slug}`,
    team: () => teamNodeOrNull(issue.teamId, world),
    state: () => stateNodeOrNull(issue.stateId, world),
    assignee: () => userNodeOrNull(issue.assigneeId, world),
    creator: () => userNodeOrNull(issue.creatorId, world),
    parent: () => issueNodeOrNull(issue.parentId, world),
    comments: (page: CommentArguments) =>
      connection(
        commentNodes(world, ({ issueId }) => issueId === issue.id),
        page,
        world.now(),
      ),
  };
};

// The SDK's Comment model throws without the list of reactions.
const commentConstants = { reactionData: {}, reactions: [] };

export const commentNode = (comment: CommentRecord, world: World) => ({
  ...commentConstants,
  ...comment,
  updatedAt: comment.createdAt,
  url: `https://linear.app/${world.workspace.urlKey}/comment/${comment.id}`,
  issue: () => issueNodeOrNull(comment.issueId, world),
  user: () => userNodeOrNull(comment.userId, world),
  parent: () => {
    const parent = world.workspace.comments.get(comment.parentId ?? '');
    return parent === undefined ? null : commentNode(parent, world);
  },
});

export const issueNodes = (world: World, keep: (issue: IssueRecord) => boolean = () => true) =>
  [...world.workspace.issues.values()].filter(keep).map((issue) => issueNode(issue, world));

export const commentNodes = (world: World, keep: (comment: CommentRecord) => boolean = () => true) =>
  [...world.workspace.comments.values()].filter(keep).map((comment) => commentNode(comment, world));

// These three stand behind functions that call each other, so their types cannot be inferred from each other.
function userNodeOrNull(id: string | null, world: World): object | null {
  const user = world.workspace.users.get(id ?? '');
  return user === undefined ? null : userNode(user, world);
}

function teamNodeOrNull(id: string, world: World): object | null {
  const team = world.workspace.teams.get(id);
  return team === undefined ? null : teamNode(team, world);
}

function stateNodeOrNull(id: string | undefined, world: World): object | null {
  const state = world.workspace.states.get(id ?? '');
  return state === undefined ? null : stateNode(state, world);
}

function issueNodeOrNull(id: string | null, world: World): object | null {
  const issue = world.workspace.issues.get(id ?? '');
  return issue === undefined ? null : issueNode(issue, world);
}
