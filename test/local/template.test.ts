import { expect, test } from 'vitest'
import type { Template } from '../../local/assembly.ts'
import { resolveTemplates, type TemplateSettings } from '../../local/template.ts'

const settings: TemplateSettings = { parameters: { '/huitou/app-id': 'wx1' }, apiUrl: 'http://127.0.0.1:9' }

/** A stack with one queue whose properties are the value to resolve. */
function resolve(value: unknown, template: Partial<Template> = {}, before: Template[] = []): unknown {
  const last: Template = {
    ...template,
    Resources: { ...template.Resources, Probe: { Type: 'AWS::SQS::Queue', Properties: { value } } },
  }
  const stacks = [...before, last].map((one, index) => ({ id: `s${index}`, stackName: `s${index}`, template: one }))
  return resolveTemplates(stacks, settings).find(({ logicalId }) => logicalId === 'Probe')?.properties.value
}

/** `<a>` as CloudFormation writes it, with a dollar sign and braces. */
function placeholders(text: string): string {
  return text.replace(/<(.+?)>/g, (_, name) => `\${${name}}`)
}

const orders = { Resources: { Orders: { Type: 'AWS::DynamoDB::Table', Properties: {} } } }

test.each<[string, unknown, unknown]>([
  ['Ref of a table is its name', { Ref: 'Orders' }, 's0-Orders'],
  [
    'the ARN of a table is in the China partition',
    { 'Fn::GetAtt': ['Orders', 'Arn'] },
    'arn:aws-cn:dynamodb:cn-north-1:000000000000:table/s0-Orders',
  ],
  [
    'GetAtt takes a dotted string',
    { 'Fn::GetAtt': 'Orders.Arn' },
    'arn:aws-cn:dynamodb:cn-north-1:000000000000:table/s0-Orders',
  ],
  ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }]] }, 'a-cn-north-1'],
  [
    'Sub with names, attributes and escapes',
    { 'Fn::Sub': placeholders('<AWS::Partition>/<Orders>/<!x>') },
    placeholders('aws-cn/s0-Orders/<x>'),
  ],
  [
    'Sub with variables',
    { 'Fn::Sub': [placeholders('<a><AWS::AccountId>'), { a: { Ref: 'AWS::URLSuffix' } }] },
    'amazonaws.com.cn000000000000',
  ],
  ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
  ['If takes the branch of its condition', { 'Fn::If': ['Yes', 'then', 'else'] }, 'then'],
  ['If with a negated condition', { 'Fn::If': ['No', 'then', 'else'] }, 'else'],
  ['NoValue leaves a property out', { a: 1, b: { 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] } }, { a: 1 }],
  ['NoValue leaves an element out', [1, { Ref: 'AWS::NoValue' }, 2], [1, 2]],
  ['FindInMap', { 'Fn::FindInMap': ['Regions', { Ref: 'AWS::Region' }, 'name'] }, 'Beijing'],
  ['a parameter from the parameter store', { Ref: 'AppId' }, 'wx1'],
  ['a parameter with a default', { Ref: 'Size' }, '5'],
  ['nested objects and lists', { a: [{ b: { Ref: 'Size' } }] }, { a: [{ b: '5' }] }],
])('resolves %s', (_, value, resolved) => {
  const template: Partial<Template> = {
    ...orders,
    Parameters: {
      AppId: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/huitou/app-id' },
      Size: { Type: 'Number', Default: 5 },
    },
    Mappings: { Regions: { 'cn-north-1': { name: 'Beijing' } } },
    Conditions: {
      Yes: {
        'Fn::And': [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'cn-north-1'] }, { 'Fn::Not': [{ Condition: 'No' }] }],
      },
      No: { 'Fn::Or': [{ 'Fn::Equals': ['a', 'b'] }] },
    },
  }
  expect(resolve(value, template)).toEqual(resolved)
})

test('resolves what an earlier stack exports', () => {
  const exporting: Template = {
    ...orders,
    Outputs: { Out: { Value: { 'Fn::GetAtt': ['Orders', 'StreamArn'] }, Export: { Name: 'data:stream' } } },
  }
  expect(resolve({ 'Fn::ImportValue': 'data:stream' }, {}, [exporting])).toBe(
    'arn:aws-cn:dynamodb:cn-north-1:000000000000:table/s0-Orders/stream/local',
  )
})

test('leaves out a resource whose condition does not hold', () => {
  const Extra = { Type: 'AWS::SQS::Queue', Condition: 'No' }
  const template: Template = { Conditions: { No: { 'Fn::Equals': ['a', 'b'] } }, Resources: { Extra } }
  expect(resolveTemplates([{ id: 's', stackName: 's', template }], settings)).toEqual([])
})

test.each<[string, unknown, RegExp]>([
  [
    'a parameter without a value',
    { Ref: 'Missing' },
    /setting \/huitou\/missing \(template parameter Missing\) has no value/,
  ],
  ['a resource that is not there', { Ref: 'Nobody' }, /no resource Nobody/],
  ['an attribute that it does not know', { 'Fn::GetAtt': ['Orders', 'Colour'] }, /attribute Colour of Orders/],
  ['an export that is not there', { 'Fn::ImportValue': 'nothing' }, /imports nothing/],
  ['an intrinsic function that it does not know', { 'Fn::Cidr': [] }, /Fn::Cidr/],
])('refuses %s', (_, value, reason) => {
  const Missing = { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/huitou/missing' }
  expect(() => resolve(value, { ...orders, Parameters: { Missing } })).toThrow(reason)
})
