import type { AnyCheck } from '#server/checks/define-check.ts'
import { aliasRoutingLeft } from './alias-routing-left.ts'
import { codeChangedOutsidePipeline } from './code-changed-outside-pipeline.ts'
import { codeUnversioned } from './code-unversioned.ts'
import { createdInConsole } from './created-in-console.ts'
import { environmentReservedVariable } from './environment-reserved-variable.ts'
import { environmentsMixed } from './environments-mixed.ts'
import { functionBroken } from './function-broken.ts'
import { functionUnused } from './function-unused.ts'
import { identicalCode } from './identical-code.ts'
import { mappingBroken } from './mapping-broken.ts'
import { ownerMissing } from './owner-missing.ts'
import { settingsDiffer } from './settings-differ.ts'
import { syncFunctionChain } from './sync-function-chain.ts'
import { tagsRequired } from './tags-required.ts'
import { triggerSourceMissing } from './trigger-source-missing.ts'

export const GOVERNANCE_CHECKS: readonly AnyCheck[] = [
  aliasRoutingLeft,
  codeChangedOutsidePipeline,
  codeUnversioned,
  createdInConsole,
  environmentReservedVariable,
  environmentsMixed,
  functionBroken,
  functionUnused,
  identicalCode,
  mappingBroken,
  ownerMissing,
  settingsDiffer,
  syncFunctionChain,
  tagsRequired,
  triggerSourceMissing,
]
