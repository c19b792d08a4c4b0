/** Types that stand behind a reference that the simulated workspace never fills: only their id can be asked for. */
export const references = /* GraphQL */ `
type AgentSession {
  id: ID!
}

type Cycle {
  id: ID!
}

type Document {
  id: ID!
}

type ExternalUser {
  id: ID!
}

type Favorite {
  id: ID!
}

type Initiative {
  id: ID!
}

type InitiativeUpdate {
  id: ID!
}

type IntegrationsSettings {
  id: ID!
}

type Project {
  id: ID!
}

type ProjectMilestone {
  id: ID!
}

type ProjectUpdate {
  id: ID!
}

type TeamMembership {
  id: ID!
}

type Template {
  id: ID!
}

type TriageResponsibility {
  id: ID!
}
`;
