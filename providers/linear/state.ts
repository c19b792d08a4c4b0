/** What a simulated Linear workspace knows. Records reference each other by id; how they look to a client is nodes.ts's matter. */

export interface UserRecord {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly email: string;
  readonly timezone: string;
  readonly title: string;
  readonly admin: boolean;
  readonly createdAt: string;
}

export type StateType = 'triage' | 'backlog' | 'unstarted' | 'started' | 'completed' | 'canceled';

export interface WorkflowStateRecord {
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
  readonly type: StateType;
  readonly color: string;
  readonly position: number;
  readonly createdAt: string;
}

export interface TeamRecord {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly color: string;
  readonly createdAt: string;
}

export interface IssueRecord {
  readonly id: string;
  readonly number: number;
  readonly teamId: string;
  readonly stateId: string;
  readonly creatorId: string;
  readonly title: string;
  readonly description: string | null;
  /** 0 none, 1 urgent, 2 high, 3 medium, 4 low. */
  readonly priority: number;
  readonly estimate: number | null;
  readonly dueDate: string | null;
  readonly assigneeId: string | null;
  readonly parentId: string | null;
  readonly labelIds: readonly string[];
  readonly sortOrder: number;
  readonly trashed: boolean | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  readonly canceledAt: string | null;
}

export interface CommentRecord {
  readonly id: string;
  readonly issueId: string;
  readonly userId: string;
  readonly parentId: string | null;
  readonly body: string;
  readonly quotedText: string | null;
  readonly createdAt: string;
}

export interface Workspace {
  readonly urlKey: string;
  readonly viewerId: string;
  readonly users: Map<string, UserRecord>;
  readonly teams: Map<string, TeamRecord>;
  readonly states: Map<string, WorkflowStateRecord>;
  readonly issues: Map<string, IssueRecord>;
  readonly comments: Map<string, CommentRecord>;
}

export const statesOf = (workspace: Workspace, teamId: string): readonly WorkflowStateRecord[] =>
  [...workspace.states.values()].filter((state) => state.teamId === teamId);

export function identifierOf(workspace: Workspace, issue: IssueRecord): string {
  return `${workspace.teams.get(issue.teamId)?.key ?? ''}-${issue.number}`;
}

/** By UUID, or by the identifier that people use (`ENG-12`): Linear takes either. */
export function findIssue(workspace: Workspace, id: string): IssueRecord | undefined {
  const known = workspace.issues.get(id);
  if (known !== undefined) return known;
  const wanted = id.toUpperCase();
  return [...workspace.issues.values()].find((issue) => identifierOf(workspace, issue) === wanted);
}

export const nextNumber = (workspace: Workspace, teamId: string): number =>
  1 +
  [...workspace.issues.values()]
    .filter((issue) => issue.teamId === teamId)
    .reduce((highest, { number }) => Math.max(highest, number), 0);
