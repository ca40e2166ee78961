import { defineCheck } from '#server/checks/define-check.ts'
import { pass } from '#server/checks/secrets/verdicts.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { flaggedVariables, removeVariables } from './flagged-variables.ts'

/** These hold for every connection of the process, those to AWS among them. */
const EVERY_CONNECTION = new Set([
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'PYTHONHTTPSVERIFY',
  'PERL_LWP_SSL_VERIFY_HOSTNAME',
])

function evaluate(record: FunctionRecord): Verdict {
  const found = flaggedVariables(record, 'tls-verification-off')
  if (!Array.isArray(found)) return found
  if (found.length === 0) return pass({ label: 'Variables', value: 'none switches it off' })
  const isWhole = found.some((name) => EVERY_CONNECTION.has(name))
  return {
    state: 'fail',
    severity: isWhole ? 'high' : 'medium',
    summary: `${found.join(', ')} ${found.length === 1 ? 'switches' : 'switch'} off the check of certificates${isWhole ? ' for every connection' : ''}.`,
    evidence: found.map((name) => ({ label: name, value: 'set so that certificates are not checked' })),
  }
}

export const tlsVerificationOff = defineCheck({
  id: 'tls-verification-off',
  title: 'Certificates are not checked',
  group: 'code',
  kind: 'function',
  severity: 'medium',
  severityNote: 'High where the variable holds for every connection of the runtime.',
  why: 'Whoever stands between the function and a server can pose as the server: read what is sent, credentials included, and answer in its place.',
  references: [
    'https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_protect_data_transit_encrypt.html',
  ],
  needs: ['functions'],
  elsewhere: [],
  risks: ['insecure-deployment-configuration', 'broken-authentication'],
  evaluate,
  remediate: (_, verdict) =>
    removeVariables(
      verdict.evidence.map(({ label }) => label),
      'Where a server has a certificate of a private authority, give the function that authority’s certificate instead, as NODE_EXTRA_CA_CERTS or REQUESTS_CA_BUNDLE do.',
    ),
})
