// SPDX-License-Identifier: Apache-2.0

import Files
import TestSupport
import Testing

@Suite struct PathQuotingTests {
  @Test func undoesWhatPathsAreQuotedWith() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<5_000 {
      let bytes = (0..<Int.random(in: 1...12, using: &random)).map { _ in
        UInt8.random(in: 1...255, using: &random)
      }
      #expect(RelativePath.unquoted(RelativePath.quoted(bytes)) == bytes)
    }
  }

  @Test(arguments: ["\"", "\"\\", "\"\\\"", "\"\\400\"", "\"\\x\"", "\"\\1", "\"\\9\"", "plain\\n"])
  func leavesWhatIsNotQuoted(_ text: String) {
    #expect(RelativePath.unquoted(text) == Array(text.utf8))
  }
}
