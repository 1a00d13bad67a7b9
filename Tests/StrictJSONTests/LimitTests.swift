// SPDX-License-Identifier: Apache-2.0

import StrictJSON
import Testing

@Suite struct LimitTests {
  private static func nested(_ depth: Int) -> [UInt8] {
    Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
  }

  private static func problem(_ text: [UInt8], _ limits: JSONLimits) -> JSONError.Problem? {
    do throws(JSONError) {
      _ = try JSONValue.parse(text, limits: limits)
      return nil
    } catch {
      return error.problem
    }
  }

  @Test func boundsTheDepth() {
    #expect(Self.problem(Self.nested(64), .standard) == nil)
    #expect(Self.problem(Self.nested(65), .standard) == .tooDeep(limit: 64))
  }

  @Test func countsOpenContainersOnly() {
    #expect(Self.problem(Array("[[],[],[[]]]".utf8), JSONLimits(depth: 3)) == nil)
    #expect(Self.problem(Array("[[],[],[[]]]".utf8), JSONLimits(depth: 2)) == .tooDeep(limit: 2))
  }

  @Test func noLimitExhaustsTheStack() {
    let limits = JSONLimits(depth: .max)
    #expect(Self.problem(Self.nested(JSONLimits.maximumDepth), limits) == nil)
    #expect(Self.problem(Self.nested(1_000_000), limits) == .tooDeep(limit: 512))
  }

  @Test func boundsTheBytes() {
    #expect(Self.problem(Array("[1]".utf8), JSONLimits(bytes: 3)) == nil)
    #expect(Self.problem(Array("[1] ".utf8), JSONLimits(bytes: 3)) == .tooManyBytes(limit: 3))
  }

  @Test func boundsTheValues() {
    #expect(Self.problem(Array("[1,2]".utf8), JSONLimits(values: 3)) == nil)
    #expect(Self.problem(Array("[1,2,3]".utf8), JSONLimits(values: 3)) == .tooManyValues(limit: 3))
  }
}
