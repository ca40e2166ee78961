import { awsFsbp } from './aws-fsbp.ts'
import { cisAwsFoundations } from './cis-aws-foundations.ts'
import { csaServerless12 } from './csa-serverless-12.ts'
import type { Framework } from './define-framework.ts'
import { fourteenRisks } from './fourteen-risks.ts'
import { nistCsf2 } from './nist-csf-2.ts'
import { owaspServerlessTop10 } from './owasp-serverless-top-10.ts'

export const FRAMEWORKS: readonly Framework[] = [
  fourteenRisks,
  owaspServerlessTop10,
  csaServerless12,
  awsFsbp,
  cisAwsFoundations,
  nistCsf2,
]
