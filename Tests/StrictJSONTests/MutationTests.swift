// SPDX-License-Identifier: Apache-2.0

import StrictJSON
import TestSupport
import Testing

@Suite struct MutationTests {
  @Test func damagedTextNeverTraps() throws {
    let text = Array(
      #"{"a":[1,-2.5e+3,true,null],"é\n\ud83d\ude00":{"":"\\\"","b":[[],{}]},"c":"😀"}"#.utf8)
    var generator = SeededGenerator(seed: 4)
    var accepted = 0
    for _ in 0..<5000 {
      guard let value = try? JSONValue.parse(generator.mutated(text)) else { continue }
      accepted += 1
      #expect(try JSONValue.parse(value.encoded()) == value)
    }
    #expect((1..<4000).contains(accepted))
  }
}
