// SPDX-License-Identifier: Apache-2.0

import Files
import Testing

@Suite struct RelativePathTests {
  @Test(arguments: ["/abs", "", "a//b", "a/", "../a", "a/../b", "./a", "a/.", "a\0b"])
  func refusesWhatLeavesTheRoot(_ text: String) {
    #expect(RelativePath(text) == nil)
  }

  @Test func keepsNormalizationTwinsApart() {
    #expect(RelativePath("caf\u{e9}") != RelativePath("cafe\u{301}"))
  }

  @Test func quotesAsGitDoes() {
    #expect(RelativePath("a\nb\"")?.description == #""a\nb\"""#)
    #expect(RelativePath(bytes: [0x66, 0xff])?.description == #""f\377""#)
    #expect(RelativePath("data/é.csv")?.description == "data/é.csv")
  }
}
