/** Arguments: the create and update inputs in full, and filters and sorts over what the simulated entities hold. */
export const inputs = /* GraphQL */ `
input BooleanComparator {
  eq: Boolean
  neq: Boolean
}

input CommentCreateInput {
  body: String
  bodyData: JSON
  createAsUser: String
  createOnSyncedSlackThread: Boolean
  createdAt: DateTime
  displayIconUrl: String
  doNotSubscribeToIssue: Boolean
  documentContentId: String
  id: String
  initiativeId: String
  initiativeUpdateId: String
  issueId: String
  parentId: String
  postId: String
  projectId: String
  projectUpdateId: String
  quotedText: String
  subscriberIds: [String!]
}

input CommentFilter {
  and: [CommentFilter!]
  body: StringComparator
  createdAt: DateComparator
  id: IdComparator
  issue: NullableIssueFilter
  or: [CommentFilter!]
  parent: NullableCommentFilter
  updatedAt: DateComparator
  user: UserFilter
}

input CreatedAtSort {
  nulls: PaginationNulls
  order: PaginationSortOrder
}

input DateComparator {
  eq: DateTimeOrDuration
  gt: DateTimeOrDuration
  gte: DateTimeOrDuration
  in: [DateTimeOrDuration!]
  lt: DateTimeOrDuration
  lte: DateTimeOrDuration
  neq: DateTimeOrDuration
  nin: [DateTimeOrDuration!]
}

input DueDateSort {
  nulls: PaginationNulls
  order: PaginationSortOrder
}

input EstimateComparator {
  and: [NullableNumberComparator!]
  eq: Float
  gt: Float
  gte: Float
  in: [Float!]
  lt: Float
  lte: Float
  neq: Float
  nin: [Float!]
  null: Boolean
  or: [NullableNumberComparator!]
}

input EstimateSort {
  nulls: PaginationNulls
  order: PaginationSortOrder
}

input IdComparator {
  eq: ID
  in: [ID!]
  neq: ID
  nin: [ID!]
}

input IssueCreateInput {
  assigneeId: String
  completedAt: DateTime
  createAsUser: String
  createdAt: DateTime
  cycleId: String
  delegateId: String
  description: String
  descriptionData: JSON
  displayIconUrl: String
  dueDate: TimelessDate
  estimate: Int
  id: String
  inheritsSharedAccess: Boolean
  labelIds: [String!]
  lastAppliedTemplateId: String
  parentId: String
  preserveSortOrderOnCreate: Boolean
  priority: Int
  prioritySortOrder: Float
  projectId: String
  projectMilestoneId: String
  referenceCommentId: String
  releaseIds: [String!]
  slaBreachesAt: DateTime
  slaStartedAt: DateTime
  slaType: SLADayCountType
  sortOrder: Float
  sourceCommentId: String
  sourcePullRequestCommentId: String
  stateId: String
  subIssueSortOrder: Float
  subscriberIds: [String!]
  teamId: String!
  templateId: String
  title: String
  useDefaultTemplate: Boolean
}

input IssueFilter {
  and: [IssueFilter!]
  archivedAt: NullableDateComparator
  assignee: NullableUserFilter
  canceledAt: NullableDateComparator
  completedAt: NullableDateComparator
  createdAt: DateComparator
  creator: NullableUserFilter
  description: NullableStringComparator
  dueDate: NullableTimelessDateComparator
  estimate: EstimateComparator
  id: IssueIdComparator
  number: NumberComparator
  or: [IssueFilter!]
  parent: NullableIssueFilter
  priority: NullableNumberComparator
  startedAt: NullableDateComparator
  state: WorkflowStateFilter
  team: TeamFilter
  title: StringComparator
  updatedAt: DateComparator
}

input IssueIdComparator {
  eq: ID
  in: [ID!]
  neq: ID
  nin: [ID!]
}

input IssueSortInput {
  createdAt: CreatedAtSort
  dueDate: DueDateSort
  estimate: EstimateSort
  priority: PrioritySort
  title: TitleSort
  updatedAt: UpdatedAtSort
}

input IssueUpdateInput {
  addedLabelIds: [String!]
  addedReleaseIds: [String!]
  assigneeId: String
  autoClosedByParentClosing: Boolean
  cycleId: String
  delegateId: String
  description: String
  descriptionData: JSON
  dueDate: TimelessDate
  estimate: Int
  inheritsSharedAccess: Boolean
  labelIds: [String!]
  lastAppliedTemplateId: String
  parentId: String
  priority: Int
  prioritySortOrder: Float
  projectId: String
  projectMilestoneId: String
  releaseIds: [String!]
  removedLabelIds: [String!]
  removedReleaseIds: [String!]
  slaBreachesAt: DateTime
  slaStartedAt: DateTime
  slaType: SLADayCountType
  snoozedById: String
  snoozedUntilAt: DateTime
  sortOrder: Float
  stateId: String
  subIssueSortOrder: Float
  subscriberIds: [String!]
  teamId: String
  title: String
  trashed: Boolean
  trusted: Boolean
}

input NullableCommentFilter {
  and: [NullableCommentFilter!]
  body: StringComparator
  createdAt: DateComparator
  id: IdComparator
  issue: NullableIssueFilter
  null: Boolean
  or: [NullableCommentFilter!]
  parent: NullableCommentFilter
  updatedAt: DateComparator
  user: UserFilter
}

input NullableDateComparator {
  eq: DateTimeOrDuration
  gt: DateTimeOrDuration
  gte: DateTimeOrDuration
  in: [DateTimeOrDuration!]
  lt: DateTimeOrDuration
  lte: DateTimeOrDuration
  neq: DateTimeOrDuration
  nin: [DateTimeOrDuration!]
  null: Boolean
}

input NullableIssueFilter {
  and: [NullableIssueFilter!]
  archivedAt: NullableDateComparator
  assignee: NullableUserFilter
  canceledAt: NullableDateComparator
  completedAt: NullableDateComparator
  createdAt: DateComparator
  creator: NullableUserFilter
  description: NullableStringComparator
  dueDate: NullableTimelessDateComparator
  estimate: EstimateComparator
  id: IssueIdComparator
  null: Boolean
  number: NumberComparator
  or: [NullableIssueFilter!]
  parent: NullableIssueFilter
  priority: NullableNumberComparator
  startedAt: NullableDateComparator
  state: WorkflowStateFilter
  team: TeamFilter
  title: StringComparator
  updatedAt: DateComparator
}

input NullableNumberComparator {
  eq: Float
  gt: Float
  gte: Float
  in: [Float!]
  lt: Float
  lte: Float
  neq: Float
  nin: [Float!]
  null: Boolean
}

input NullableStringComparator {
  contains: String
  containsIgnoreCase: String
  containsIgnoreCaseAndAccent: String
  endsWith: String
  eq: String
  eqIgnoreCase: String
  in: [String!]
  neq: String
  neqIgnoreCase: String
  nin: [String!]
  notContains: String
  notContainsIgnoreCase: String
  notEndsWith: String
  notStartsWith: String
  null: Boolean
  startsWith: String
  startsWithIgnoreCase: String
}

input NullableTimelessDateComparator {
  eq: TimelessDateOrDuration
  gt: TimelessDateOrDuration
  gte: TimelessDateOrDuration
  in: [TimelessDateOrDuration!]
  lt: TimelessDateOrDuration
  lte: TimelessDateOrDuration
  neq: TimelessDateOrDuration
  nin: [TimelessDateOrDuration!]
  null: Boolean
}

input NullableUserFilter {
  active: BooleanComparator
  admin: BooleanComparator
  and: [NullableUserFilter!]
  app: BooleanComparator
  createdAt: DateComparator
  displayName: StringComparator
  email: StringComparator
  id: IdComparator
  isMe: BooleanComparator
  name: StringComparator
  null: Boolean
  or: [NullableUserFilter!]
  updatedAt: DateComparator
}

input NumberComparator {
  eq: Float
  gt: Float
  gte: Float
  in: [Float!]
  lt: Float
  lte: Float
  neq: Float
  nin: [Float!]
}

input PrioritySort {
  noPriorityFirst: Boolean
  nulls: PaginationNulls
  order: PaginationSortOrder
  usePrioritySortOrderTiebreaker: Boolean
}

input StringComparator {
  contains: String
  containsIgnoreCase: String
  containsIgnoreCaseAndAccent: String
  endsWith: String
  eq: String
  eqIgnoreCase: String
  in: [String!]
  neq: String
  neqIgnoreCase: String
  nin: [String!]
  notContains: String
  notContainsIgnoreCase: String
  notEndsWith: String
  notStartsWith: String
  startsWith: String
  startsWithIgnoreCase: String
}

input TeamFilter {
  and: [TeamFilter!]
  createdAt: DateComparator
  description: NullableStringComparator
  id: IdComparator
  key: StringComparator
  name: StringComparator
  or: [TeamFilter!]
  updatedAt: DateComparator
}

input TitleSort {
  nulls: PaginationNulls
  order: PaginationSortOrder
}

input UpdatedAtSort {
  nulls: PaginationNulls
  order: PaginationSortOrder
}

input UserDisplayNameSort {
  nulls: PaginationNulls
  order: PaginationSortOrder
}

input UserFilter {
  active: BooleanComparator
  admin: BooleanComparator
  and: [UserFilter!]
  app: BooleanComparator
  createdAt: DateComparator
  displayName: StringComparator
  email: StringComparator
  id: IdComparator
  isMe: BooleanComparator
  name: StringComparator
  or: [UserFilter!]
  updatedAt: DateComparator
}

input UserNameSort {
  nulls: PaginationNulls
  order: PaginationSortOrder
}

input UserSortInput {
  displayName: UserDisplayNameSort
  name: UserNameSort
}

input WorkflowStateFilter {
  and: [WorkflowStateFilter!]
  createdAt: DateComparator
  description: StringComparator
  id: IdComparator
  name: StringComparator
  or: [WorkflowStateFilter!]
  position: NumberComparator
  team: TeamFilter
  type: StringComparator
  updatedAt: DateComparator
}
`;
