/** Scalars and enumerations of the simulated part of Linear. */
export const scalarsAndEnums = /* GraphQL */ `
scalar DateTime
scalar DateTimeOrDuration
scalar JSON
scalar JSONObject
scalar TimelessDate
scalar TimelessDateOrDuration

enum ExternalSyncService {
  github
  jira
  slack
}

enum IntegrationService {
  airbyte
  asksWeb
  datadog
  discord
  email
  figma
  figmaPlugin
  front
  github
  githubCodeAccessPersonal
  githubCommit
  githubEnterpriseServer
  githubImport
  githubPersonal
  gitlab
  gong
  googleCalendarPersonal
  googleSheets
  intercom
  jira
  jiraPersonal
  launchDarkly
  launchDarklyPersonal
  loom
  mcpServer
  mcpServerPersonal
  microsoftPersonal
  microsoftTeams
  microsoftTeamsProjectPost
  notion
  opsgenie
  origin
  pagerDuty
  salesforce
  sentry
  slack
  slackAsks
  slackCustomViewNotifications
  slackInitiativePost
  slackOrgInitiativeUpdatesPost
  slackOrgProjectUpdatesPost
  slackPersonal
  slackPost
  slackProjectPost
  slackProjectUpdatesPost
  zendesk
}

enum IssueSharedAccessDisallowedField {
  cycleId
  projectId
  projectMilestoneId
  teamId
}

enum PaginationNulls {
  first
  last
}

enum PaginationOrderBy {
  createdAt
  updatedAt
}

enum PaginationSortOrder {
  Ascending
  Descending
}

enum SLADayCountType {
  all
  onlyBusinessDays
}

enum TeamVisibility {
  private
  public
  restricted
}
`;
