import { createWechatWorld } from '../../local/wechat/world.ts'

/** A world of WeChat's with its keys, which take a second to make: one for all tests, and nobody changes it. */
export const world = await createWechatWorld()
