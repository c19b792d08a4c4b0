/** Operations and object types of the simulated part of Linear, with the fields that the documents of `@linear/sdk` 98.0.0 select. */
export const objects = /* GraphQL */ `
type Query {
  comment(hash: String, id: String): Comment!
  comments(
    after: String
    before: String
    filter: CommentFilter
    first: Int
    includeArchived: Boolean
    last: Int
    orderBy: PaginationOrderBy
  ): CommentConnection!
  issue(id: String!): Issue!
  issues(
    after: String
    before: String
    filter: IssueFilter
    first: Int
    includeArchived: Boolean
    last: Int
    orderBy: PaginationOrderBy
    sort: [IssueSortInput!]
  ): IssueConnection!
  team(id: String!): Team!
  teams(
    after: String
    before: String
    filter: TeamFilter
    first: Int
    includeArchived: Boolean
    last: Int
    orderBy: PaginationOrderBy
  ): TeamConnection!
  user(id: String!): User!
  users(
    after: String
    before: String
    filter: UserFilter
    first: Int
    includeArchived: Boolean
    includeDisabled: Boolean
    last: Int
    orderBy: PaginationOrderBy
    sort: [UserSortInput!]
  ): UserConnection!
  viewer: User!
  workflowState(id: String!): WorkflowState!
  workflowStates(
    after: String
    before: String
    filter: WorkflowStateFilter
    first: Int
    includeArchived: Boolean
    last: Int
    orderBy: PaginationOrderBy
  ): WorkflowStateConnection!
}

type Mutation {
  commentCreate(input: CommentCreateInput!): CommentPayload!
  issueCreate(input: IssueCreateInput!): IssuePayload!
  issueUpdate(id: String!, input: IssueUpdateInput!): IssuePayload!
}

type ActorBot {
  avatarUrl: String
  id: ID
  name: String
  subType: String
  type: String!
  userDisplayName: String
}

type AiPromptRules {
  archivedAt: DateTime
  createdAt: DateTime!
  id: ID!
  updatedAt: DateTime!
  updatedBy: User
}

type Comment {
  agentSession: AgentSession
  archivedAt: DateTime
  body: String!
  botActor: ActorBot
  createdAt: DateTime!
  documentContent: DocumentContent
  documentContentId: String
  editedAt: DateTime
  externalThread: SyncedExternalThread
  externalUser: ExternalUser
  id: ID!
  initiative: Initiative
  initiativeId: String
  initiativeUpdate: InitiativeUpdate
  initiativeUpdateId: String
  issue: Issue
  issueId: String
  parent: Comment
  parentId: String
  project: Project
  projectId: String
  projectUpdate: ProjectUpdate
  projectUpdateId: String
  quotedText: String
  reactionData: JSONObject!
  reactions: [Reaction!]!
  resolvedAt: DateTime
  resolvingComment: Comment
  resolvingCommentId: String
  resolvingUser: User
  syncedWith: [ExternalEntityInfo!]
  updatedAt: DateTime!
  url: String!
  user: User
}

type CommentConnection {
  edges: [CommentEdge!]!
  nodes: [Comment!]!
  pageInfo: PageInfo!
}

type CommentPayload {
  comment: Comment!
  lastSyncId: Float!
  success: Boolean!
}

type DocumentContent {
  aiPromptRules: AiPromptRules
  archivedAt: DateTime
  content: String
  contentState: String
  createdAt: DateTime!
  document: Document
  id: ID!
  initiative: Initiative
  issue: Issue
  project: Project
  projectMilestone: ProjectMilestone
  restoredAt: DateTime
  updatedAt: DateTime!
  welcomeMessage: WelcomeMessage
}

type ExternalEntityInfo {
  id: String!
  metadata: ExternalEntityInfoMetadata
  service: ExternalSyncService!
}

type ExternalEntityInfoGithubMetadata {
  number: Float
  owner: String
  repo: String
}

type ExternalEntityInfoJiraMetadata {
  issueKey: String
  issueTypeId: String
  projectId: String
}

type ExternalEntitySlackMetadata {
  channelId: String
  channelName: String
  isFromSlack: Boolean!
  messageUrl: String
}

type Issue {
  addedToCycleAt: DateTime
  addedToProjectAt: DateTime
  addedToTeamAt: DateTime
  archivedAt: DateTime
  asksExternalUserRequester: ExternalUser
  asksRequester: User
  assignee: User
  autoArchivedAt: DateTime
  autoClosedAt: DateTime
  boardOrder: Float!
  botActor: ActorBot
  branchName: String!
  canceledAt: DateTime
  comments(
    after: String
    before: String
    filter: CommentFilter
    first: Int
    includeArchived: Boolean
    last: Int
    orderBy: PaginationOrderBy
  ): CommentConnection!
  completedAt: DateTime
  createdAt: DateTime!
  creator: User
  customerTicketCount: Int!
  cycle: Cycle
  delegate: User
  description: String
  dueDate: TimelessDate
  estimate: Float
  externalUserCreator: ExternalUser
  favorite: Favorite
  id: ID!
  identifier: String!
  inheritsSharedAccess: Boolean!
  integrationSourceType: IntegrationService
  labelIds: [String!]!
  lastAppliedTemplate: Template
  number: Float!
  parent: Issue
  previousIdentifiers: [String!]!
  priority: Float!
  priorityLabel: String!
  prioritySortOrder: Float!
  project: Project
  projectMilestone: ProjectMilestone
  reactionData: JSONObject!
  reactions: [Reaction!]!
  recurringIssueTemplate: Template
  sharedAccess: IssueSharedAccess!
  slaBreachesAt: DateTime
  slaHighRiskAt: DateTime
  slaMediumRiskAt: DateTime
  slaStartedAt: DateTime
  slaType: String
  snoozedBy: User
  snoozedUntilAt: DateTime
  sortOrder: Float!
  sourceComment: Comment
  startedAt: DateTime
  startedTriageAt: DateTime
  state: WorkflowState!
  subIssueSortOrder: Float
  syncedWith: [ExternalEntityInfo!]
  team: Team!
  title: String!
  trashed: Boolean
  triagedAt: DateTime
  updatedAt: DateTime!
  url: String!
}

type IssueConnection {
  edges: [IssueEdge!]!
  nodes: [Issue!]!
  pageInfo: PageInfo!
}

type IssuePayload {
  issue: Issue
  lastSyncId: Float!
  success: Boolean!
}

type IssueSharedAccess {
  disallowedIssueFields: [IssueSharedAccessDisallowedField!]!
  isShared: Boolean!
  sharedWithCount: Int!
  sharedWithUsers: [User!]!
  viewerHasOnlySharedAccess: Boolean!
}

type PageInfo {
  endCursor: String
  hasNextPage: Boolean!
  hasPreviousPage: Boolean!
  startCursor: String
}

type Reaction {
  archivedAt: DateTime
  comment: Comment
  createdAt: DateTime!
  emoji: String!
  externalUser: ExternalUser
  id: ID!
  initiativeUpdate: InitiativeUpdate
  issue: Issue
  projectUpdate: ProjectUpdate
  updatedAt: DateTime!
  user: User
}

type SyncedExternalThread {
  displayName: String
  id: ID
  isConnected: Boolean!
  isPersonalIntegrationConnected: Boolean!
  isPersonalIntegrationRequired: Boolean!
  name: String
  subType: String
  type: String!
  url: String
}

type Team {
  activeCycle: Cycle
  aiDiscussionSummariesEnabled: Boolean!
  aiThreadSummariesEnabled: Boolean!
  allMembersCanJoin: Boolean
  archivedAt: DateTime
  autoArchivePeriod: Float!
  autoCloseChildIssues: Boolean
  autoCloseParentIssues: Boolean
  autoClosePeriod: Float
  autoCloseStateId: String
  color: String
  createdAt: DateTime!
  cycleCalenderUrl: String!
  cycleCooldownTime: Float!
  cycleDuration: Float!
  cycleIssueAutoAssignCompleted: Boolean!
  cycleIssueAutoAssignStarted: Boolean!
  cycleLockToActive: Boolean!
  cycleStartDay: Float!
  cyclesEnabled: Boolean!
  defaultIssueEstimate: Float!
  defaultIssueState: WorkflowState
  defaultProjectTemplate: Template
  defaultTemplateForMembers: Template
  defaultTemplateForMembersId: String
  defaultTemplateForNonMembers: Template
  defaultTemplateForNonMembersId: String
  description: String
  displayName: String!
  draftWorkflowState: WorkflowState
  groupIssueHistory: Boolean!
  icon: String
  id: ID!
  inheritIssueEstimation: Boolean!
  inheritWorkflowStatuses: Boolean!
  initiativesEnabled: Boolean!
  integrationsSettings: IntegrationsSettings
  inviteHash: String!
  issueCount(includeArchived: Boolean): Int!
  issueEstimationAllowZero: Boolean!
  issueEstimationExtended: Boolean!
  issueEstimationType: String!
  issueOrderingNoPriorityFirst: Boolean!
  issueSortOrderDefaultToBottom: Boolean!
  issues(
    after: String
    before: String
    filter: IssueFilter
    first: Int
    includeArchived: Boolean
    includeSubTeams: Boolean
    last: Int
    orderBy: PaginationOrderBy
  ): IssueConnection!
  key: String!
  ledInitiativeCount: Int!
  markedAsDuplicateWorkflowState: WorkflowState
  mergeWorkflowState: WorkflowState
  mergeableWorkflowState: WorkflowState
  name: String!
  parent: Team
  private: Boolean!
  requirePriorityToLeaveTriage: Boolean!
  retiredAt: DateTime
  reviewWorkflowState: WorkflowState
  scimGroupName: String
  scimManaged: Boolean!
  securitySettings: JSONObject!
  setIssueSortOrderOnStateChange: String!
  slackIssueComments: Boolean!
  slackIssueStatuses: Boolean!
  slackNewIssue: Boolean!
  startWorkflowState: WorkflowState
  states(
    after: String
    before: String
    filter: WorkflowStateFilter
    first: Int
    includeArchived: Boolean
    last: Int
    orderBy: PaginationOrderBy
  ): WorkflowStateConnection!
  timezone: String!
  triageEnabled: Boolean!
  triageIssueState: WorkflowState
  triageResponsibility: TriageResponsibility
  upcomingCycleCount: Float!
  updatedAt: DateTime!
  viewerCanJoin: Boolean!
  viewerCanLeave: Boolean!
  viewerMembership: TeamMembership
  visibility: TeamVisibility!
}

type TeamConnection {
  edges: [TeamEdge!]!
  nodes: [Team!]!
  pageInfo: PageInfo!
}

type User {
  active: Boolean!
  admin: Boolean!
  app: Boolean!
  archivedAt: DateTime
  assignedIssues(
    after: String
    before: String
    filter: IssueFilter
    first: Int
    includeArchived: Boolean
    last: Int
    orderBy: PaginationOrderBy
  ): IssueConnection!
  avatarBackgroundColor: String!
  avatarUrl: String
  calendarHash: String
  canAccessAnyPublicTeam: Boolean!
  createdAt: DateTime!
  createdIssueCount: Int!
  description: String
  disableReason: String
  displayName: String!
  email: String!
  gitHubUserId: String
  guest: Boolean!
  id: ID!
  initials: String!
  inviteHash: String!
  isAssignable: Boolean!
  isMe: Boolean!
  isMentionable: Boolean!
  lastSeen: DateTime
  name: String!
  owner: Boolean!
  statusEmoji: String
  statusLabel: String
  statusUntilAt: DateTime
  supportsAgentSessions: Boolean!
  timezone: String
  title: String
  updatedAt: DateTime!
  url: String!
}

type UserConnection {
  edges: [UserEdge!]!
  nodes: [User!]!
  pageInfo: PageInfo!
}

type WelcomeMessage {
  archivedAt: DateTime
  createdAt: DateTime!
  enabled: Boolean!
  id: ID!
  title: String
  updatedAt: DateTime!
  updatedBy: User
}

type WorkflowState {
  archivedAt: DateTime
  color: String!
  createdAt: DateTime!
  description: String
  id: ID!
  inheritedFrom: WorkflowState
  name: String!
  position: Float!
  team: Team!
  type: String!
  updatedAt: DateTime!
}

type WorkflowStateConnection {
  edges: [WorkflowStateEdge!]!
  nodes: [WorkflowState!]!
  pageInfo: PageInfo!
}

type CommentEdge {
  cursor: String!
  node: Comment!
}

type IssueEdge {
  cursor: String!
  node: Issue!
}

type TeamEdge {
  cursor: String!
  node: Team!
}

type UserEdge {
  cursor: String!
  node: User!
}

type WorkflowStateEdge {
  cursor: String!
  node: WorkflowState!
}

union ExternalEntityInfoMetadata = ExternalEntityInfoGithubMetadata | ExternalEntityInfoJiraMetadata | ExternalEntitySlackMetadata
`;
