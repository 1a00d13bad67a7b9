// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

extension FuzzTarget: CustomTestStringConvertible {
  var testDescription: String { name }
}

/// Every fuzz target for a moment: damage to valid input breaks no promise.
@Suite struct SmokeTests {
  @Test(arguments: FuzzTarget.all) func damageBreaksNoPromise(_ target: FuzzTarget) throws {
    for seed in target.seeds + [[]] { try target.body(seed) }
    var random = SeededGenerator(seed: 2026)
    for number in 0..<2_000 {
      let bytes = random.mutated(target.seeds[number % target.seeds.count])
      do {
        try target.body(bytes)
      } catch {
        Issue.record("\(error) broken by \(bytes)")
        return
      }
    }
  }

  @Test func everyNameIsOneTarget() {
    let names = FuzzTarget.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(FuzzTarget.all.allSatisfy { !$0.seeds.isEmpty })
  }
}
