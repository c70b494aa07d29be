import { CfnParameter, type Stack } from 'aws-cdk-lib'
import { constructId } from './construct-id.ts'
import { parameterName } from './needs.ts'

/**
 * The value of a setting, read from Parameter Store when the stack is deployed. An operator changes it there and deploys
 * again; no value is in the template.
 */
export function parameterValue(stack: Stack, prefix: string, variable: string): string {
  const id = `${constructId(variable)}Parameter`
  const existing = stack.node.tryFindChild(id)
  if (existing instanceof CfnParameter) return existing.valueAsString
  return new CfnParameter(stack, id, {
    type: 'AWS::SSM::Parameter::Value<String>',
    default: parameterName(prefix, variable),
    description: `Name of the parameter that holds ${variable}`,
  }).valueAsString
}
