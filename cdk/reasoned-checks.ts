import type { IPolicyValidationContext, PolicyValidationPluginReport } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { type RuleException, ruleExceptions } from './rule-exceptions.ts'

/** What cdk-nag found, and the exception that allows it; null where none does. */
export interface Finding {
  rule: string
  path: string
  exception: RuleException | null
}

/** cdk-nag's AWS Solutions pack, without the findings that rule-exceptions.ts gives a reason for. */
export class ReasonedChecks extends AwsSolutionsChecks {
  readonly findings: Finding[] = []

  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const report = super.validate(context)
    const violations = report.violations
      .map((violation) => ({
        ...violation,
        violatingResources: violation.violatingResources.filter(({ constructPath = '' }) => {
          const exception = exceptionFor(violation.ruleName, constructPath)
          this.findings.push({ rule: violation.ruleName, path: constructPath, exception })
          return exception === null
        }),
      }))
      .filter(({ violatingResources }) => violatingResources.length > 0)
    return { ...report, violations, success: violations.length === 0 }
  }
}

/** @param ruleName such as `AwsSolutions-IAM5[Action::s3:*]` */
function exceptionFor(ruleName: string, constructPath: string): RuleException | null {
  const [, rule = '', finding = ''] = /^AwsSolutions-(\w+)(?:\[(.*)\])?$/.exec(ruleName) ?? []
  // A stack's name is the deployment's own; what follows its last dash is ours.
  const path = constructPath.replace(/^[^/]*-(?=\w+\/)/, '')
  return (
    ruleExceptions.find(
      (one) => one.rule === rule && one.at.test(path) && (one.finding?.test(finding) ?? true),
    ) ?? null
  )
}
