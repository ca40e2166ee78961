import type { Severity } from '#server/domain/severity.ts'

/**
 * Identity providers whose tokens anybody can get: a role must ask whose token it is. `claims`: condition keys of which one
 * tells the tenant; `wide`: values that let every tenant in. Source: each provider's guide to OIDC with AWS.
 */
export type IdentityProvider = {
  issuer: RegExp
  name: string
  claims: readonly string[]
  without: Severity
  wide: RegExp
}

export const IDENTITY_PROVIDERS: readonly IdentityProvider[] = [
  {
    issuer: /token\.actions\.githubusercontent\.com/,
    name: 'GitHub Actions',
    claims: [
      ':sub',
      ':repository',
      ':repository_owner',
      ':repository_id',
      ':repository_owner_id',
      ':job_workflow_ref',
    ],
    without: 'critical',
    wide: /^\**$|^repo:\*|^repo:[^/]*\*[^/]*\/|^\*/,
  },
  {
    issuer: /gitlab\.com/,
    name: 'GitLab',
    claims: [':sub', ':project_path', ':namespace_path', ':project_id', ':namespace_id'],
    without: 'critical',
    wide: /^\**$|^project_path:\*/,
  },
  {
    issuer: /app\.terraform\.io/,
    name: 'HCP Terraform',
    claims: [':sub', ':terraform_organization_id', ':terraform_workspace_id'],
    without: 'critical',
    wide: /^\**$|^organization:\*/,
  },
  {
    issuer:
      /api\.bitbucket\.org|circleci\.com|oidc\.vercel\.com|agent\.buildkite\.com|api\.pulumi\.com|spacelift\.io|codefresh\.io|env0\.com/,
    name: 'a build service',
    claims: [':sub', ':aud'],
    without: 'high',
    wide: /^\**$/,
  },
  {
    issuer: /accounts\.google\.com/,
    name: 'Google',
    claims: [':aud', ':oaud', ':sub', ':email'],
    without: 'critical',
    wide: /^\**$/,
  },
  {
    issuer: /graph\.facebook\.com|www\.amazon\.com/,
    name: 'a public sign-in',
    claims: [':app_id', ':aud', ':sub', ':user_id', ':id'],
    without: 'critical',
    wide: /^\**$/,
  },
  {
    issuer: /cognito-identity\.amazonaws\.com/,
    name: 'Cognito identities',
    claims: [':aud', ':sub'],
    without: 'critical',
    wide: /^\**$/,
  },
  {
    issuer: /oidc\.eks\.[^.]+\.amazonaws\.com/,
    name: 'an EKS cluster',
    claims: [':sub'],
    without: 'medium',
    wide: /^\**$|^system:serviceaccount:\*|^system:\*/,
  },
  {
    issuer: /sts\.windows\.net|login\.microsoftonline\.com/,
    name: 'Entra ID',
    claims: [':aud', ':sub', ':appid', ':oid'],
    without: 'high',
    wide: /^\**$/,
  },
]
