// SPDX-License-Identifier: Apache-2.0

import Files
import TestSupport
import Testing

@testable import Reports

@Suite struct GitQuotedPathTests {
  @Test func undoesWhatPathsAreQuotedWith() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<5_000 {
      let bytes = (0..<Int.random(in: 1...12, using: &random)).map { _ in
        UInt8.random(in: 1...255, using: &random)
      }
      #expect(GitQuotedPath.bytes(of: RelativePath.quoted(bytes)) == bytes)
    }
  }

  @Test(arguments: ["\"", "\"\\", "\"\\\"", "\"\\400\"", "\"\\x\"", "\"\\1", "\"\\9\"", "plain\\n"])
  func leavesWhatIsNotQuoted(_ text: String) {
    #expect(GitQuotedPath.bytes(of: text) == Array(text.utf8))
  }

  @Test func encodesAllButUnreservedBytes() {
    #expect(URIReference.path(Array("a b/ü:~_-.é?".utf8)) == "a%20b/%C3%BC%3A~_-.%C3%A9%3F")
  }
}
