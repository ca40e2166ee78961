import { defineCheck } from '#server/checks/define-check.ts'
import type { CodePackageRecord } from '#server/domain/records/code-package-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { inWords, replaceSecret } from './secret-remedy.ts'
import { notApplicable, pass, places, secretEvidence, unseen } from './verdicts.ts'

function evaluate({ ownerArn, secrets }: CodePackageRecord): Verdict {
  if (!ownerArn.includes(':function:')) return notApplicable('It is the code of a layer.')
  const hidden = unseen('Files of the code', secrets)
  if (hidden) return hidden
  const found = secrets.state === 'known' ? secrets.value : []
  if (found.length === 0) return pass({ label: 'Looked at', value: 'the files of the code' })
  return {
    state: 'fail',
    severity: found.some(({ confidence }) => confidence === 'certain') ? 'high' : 'medium',
    summary: `${found.length === 1 ? 'A secret stands' : `${found.length} secrets stand`} in the code: ${places(found)}.`,
    evidence: secretEvidence(found),
  }
}

export const codeSecrets = defineCheck({
  id: 'code-secrets',
  title: 'Secret in the code of a function',
  group: 'secrets',
  kind: 'code-package',
  severity: 'high',
  severityNote: 'Medium where the name and the look of a value alone speak for it.',
  why: 'Whoever may download the code, read the repository or see the build has the secret. An error in the function that shows its files gives it to callers.',
  references: [
    'https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_identities_secrets.html',
  ],
  needs: ['code-packages'],
  elsewhere: ['Prowler awslambda_function_no_secrets_in_code'],
  risks: ['insecure-secrets', 'leaked-credentials'],
  evaluate,
  remediate: () =>
    inWords(
      `${replaceSecret('the code')} Published versions of the function keep the file: delete those that nothing uses.`,
    ),
})
