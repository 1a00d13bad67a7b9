// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import GateRules
import SystemPackage
import TestSupport
import Testing

/// Each rule has a page, and the page says what the rule says.
@Suite struct RulePageTests {
  private static let folder = Peers.package.appending("Sources/GateRules/GateRules.docc")
  private static let command =
    "swift run modelgate-check --write-rule-pages Sources/GateRules/GateRules.docc"

  @Test func pagesAreThoseOfTheRules() throws {
    let pages = RulePage.all
    #expect(pages.count == RuleTable.rules.count + 1)
    for page in pages {
      let file = Self.folder.appending(page.name)
      let text = (try? SmallFile.read(file, limit: 1 << 20)) ?? []
      #expect(
        String(decoding: text, as: UTF8.self) == page.text,
        "'\(page.name)' is out of date; type: \(Self.command)")
    }
  }

  @Test func noPageIsLeftOfARuleThatIsGone() throws {
    let names = Set(RulePage.all.map(\.name))
    let there = try Folder.names(in: Self.folder).map { String(decoding: $0, as: UTF8.self) }
    #expect(there.filter { !names.contains($0) } == [], "remove these, then: \(Self.command)")
  }

  @Test(arguments: RulePage.all.map(\.name).filter { $0 != "Rules.md" })
  func everyPageShowsAFindingAndWhatToType(_ name: String) throws {
    let page = try #require(RulePage.all.first { $0.name == name })
    #expect(page.text.contains("\nhint: "), "\(name)")
    #expect(page.text.contains("| develop | push | build | release |"))
  }
}
