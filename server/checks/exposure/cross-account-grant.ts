import { defineCheck } from '#server/checks/define-check.ts'
import { parseArn } from '#server/domain/arn.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { INVOKE, INVOKE_URL } from '#server/domain/triggers/admission.ts'
import { functionPolicies } from '#server/domain/triggers/function-policies.ts'
import { urlCallers } from '#server/domain/triggers/url-callers.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { opennessOfPolicies } from './function-openness.ts'
import { hasDangerousRole, roleEvidence } from './function-role.ts'
import { neighbourhoodAround, organizationState } from './organization-around.ts'
import { type Outsider, outsidersOf, TRUSTED_ACCOUNTS } from './outside-accounts.ts'
import { removePermissions } from './permission-remedy.ts'
import { type ServiceGrant, serviceGrants } from './service-grants.ts'
import { listed, notApplicable, pass, unknown } from './verdicts.ts'

/** Principals of other accounts that the policies of the function and its qualifiers name. */
function principals(fn: FunctionRecord, trusted: readonly string[], around: Surroundings): Outsider[] {
  const urls = valueOr(fn.urls, []) ?? []
  return functionPolicies(fn).all.flatMap(({ qualifier, policy }) => {
    if (policy.state !== 'read') return []
    const resource = qualifier === null ? fn.arn : `${fn.arn}:${qualifier}`
    const asked = { policy: policy.compiled, resource, actions: [INVOKE] }
    const signs = urls.some((url) => url.authType === 'AWS_IAM' && (url.qualifier ?? null) === qualifier)
    const byUrl = signs
      ? outsidersOf(
          { ...asked, actions: [INVOKE_URL] },
          fn.accountId,
          trusted,
          around,
          (caller) => urlCallers(caller, 'AWS_IAM')[0],
        )
      : []
    return [...outsidersOf(asked, fn.accountId, trusted, around), ...byUrl]
  })
}

const isOpen = (fn: FunctionRecord) =>
  [...opennessOfPolicies(fn, 'function').found, ...opennessOfPolicies(fn, 'qualifiers').found].some(
    ({ state }) => state === 'open',
  )

const accountsOf = ({ sourceAccounts, sourceArns }: ServiceGrant) =>
  [...sourceAccounts, ...sourceArns.map((arn) => parseArn(arn)?.accountId ?? '')].filter((id) =>
    /^\d{12}$/.test(id),
  )

/** Services that the policies let in for a resource of another account. */
function services(fn: FunctionRecord, trusted: readonly string[], around: Surroundings): Outsider[] {
  const { isMember } = neighbourhoodAround(fn.accountId, around)
  return serviceGrants(fn).grants.flatMap((grant) =>
    [...new Set(accountsOf(grant))].flatMap((accountId): Outsider[] => {
      if (accountId === fn.accountId) return []
      const arn = grant.sourceArns.find((one) => [accountId, ''].includes(parseArn(one)?.accountId ?? '-'))
      if (grant.admits(arn?.replaceAll(/[*?]/g, 'x') ?? null, accountId) !== 'yes') return []
      const member = isMember(accountId)
      const trust = trusted.includes(accountId)
        ? 'trusted'
        : member
          ? 'organisation'
          : organizationState(fn.accountId, around) === 'unseen'
            ? 'unknown'
            : 'outside'
      const label = `Statement ${grant.sid ?? 'without id'}`
      const who = `${grant.service} for account ${accountId}`
      return [{ who, accountId, trust, evidence: [{ label, value: grant.quote }] }]
    }),
  )
}

function evaluate(
  record: FunctionRecord,
  around: Surroundings,
  { trustedAccounts }: { trustedAccounts: string[] },
): Verdict {
  const all = [...principals(record, trustedAccounts, around), ...services(record, trustedAccounts, around)]
  const outside = all.filter(({ trust }) => trust === 'outside')
  if (outside.length > 0) {
    return {
      state: 'fail',
      severity: hasDangerousRole(record, around) ? 'high' : 'medium',
      summary: `It may be invoked from outside the organisation: ${listed([...new Set(outside.map(({ who }) => who))])}.`,
      evidence: [...outside.flatMap(({ evidence }) => evidence), ...roleEvidence(record, around)],
    }
  }
  const { unseen } = serviceGrants(record)
  if (unseen[0]) return unknown(`Which accounts may invoke it cannot be told: ${unseen[0]}.`)
  const unsure = all.filter(({ trust }) => trust === 'unknown')
  if (unsure.length > 0)
    return unknown(
      `The organisation was not read, so whether it is one of ours cannot be told: ${listed(unsure.map(({ who }) => who))}.`,
    )
  if (isOpen(record))
    return notApplicable('It is open to everyone, which is the finding of a check of its own.')
  if (all.length > 0) return pass(...all.map(({ who, trust }) => ({ label: who, value: trust })))
  if (record.policy.state === 'absent' && record.qualifiedPolicies.state !== 'known')
    return notApplicable('It has no resource policy: no other account may invoke it.')
  return pass({ label: 'Resource policy', value: 'Names no other account' })
}

/** Source: Lambda Developer Guide, "Granting function access to other accounts". */
export const crossAccountGrant = defineCheck({
  id: 'cross-account-grant',
  title: 'Account outside the organisation may invoke it',
  group: 'exposure',
  kind: 'function',
  severity: 'medium',
  severityNote: 'High where its role is critical or high: the other account acts with that role.',
  why: 'Whoever controls the other account can run this function with its role. Partners leave and accounts are sold, while the statement stays.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-cross-account.html'],
  needs: ['functions', 'organization'],
  elsewhere: ['Cloud Custodian lambda cross-account', 'ElectricEye Lambda.5'],
  risks: ['broken-authentication', 'ungoverned-assets'],
  parameters: TRUSTED_ACCOUNTS,
  evaluate,
  remediate: (record, verdict) => {
    const sids = verdict.evidence.flatMap(
      ({ label }) => /^Statement (?!without id)(.+)$/.exec(label)?.[1] ?? [],
    )
    const policies = functionPolicies(record).all
    const places = sids.flatMap((sid) =>
      policies.flatMap(({ qualifier, policy }) =>
        policy.state === 'read' && policy.compiled.statements.some((one) => one.sid === sid)
          ? [{ sid, qualifier }]
          : [],
      ),
    )
    return {
      text: 'Ask who owns the account. Remove the statement where nobody does; where it is a partner’s, name its account among the trusted ones of this check.',
      cli: removePermissions(record, places),
      cloudformation: null,
      terraform: null,
    }
  },
})
