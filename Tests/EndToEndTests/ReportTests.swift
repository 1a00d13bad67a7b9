// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// The pages about a ledger's models.
@Suite struct ReportTests {
  @Test func aPageForEachModelAndAnIndex() async throws {
    let project = try await Project.small()
    let built = try await project.build()
    try await project.expect(0, "audit", "rebuild", "--quiet", built.model.string)
    let report = try await project.expect(0, "audit", "report", "--html", "site")
    #expect(report.output == "site/index.html\n")
    let index = try project.page("index.html")
    #expect(index.contains(built.commit.prefix(12)))
    #expect(index.contains(#"<span class="badge good">verified</span>"#))
    let pages = try await project.files(below: "site/models")
    #expect(pages.count == 1)
    let page = try project.page(String(pages[0].dropFirst("site/".count)))
    for words in [
      "the attestation is signed by", "built again, the same byte for byte", "data/train",
      "python3 train.py", "https://in-toto.io/Statement/v1",
    ] {
      #expect(page.contains(words), "\(words)")
    }
    // The name of a type would show that a value was dumped where words belong.
    #expect(!page.contains("Attestation."))
  }

  @Test func anUntrustedKeyIsRefutedOnThePage() async throws {
    let project = try await Project.small()
    _ = try await project.build()
    try await project.repository.shell.script(
      """
      openssl ecparam -genkey -name prime256v1 -noout -out "$HOME/other.pem"
      openssl ec -in "$HOME/other.pem" -pubout -out "$HOME/other.pub.pem" 2>/dev/null
      """)
    let key = project.repository.shell.environment["HOME"] ?? ""
    try await project.expect(
      1, "audit", "report", "--html", "site", "--key", "\(key)/other.pub.pem")
    #expect(
      try project.page("index.html").contains(#"<span class="badge bad">not verified</span>"#))
  }

  @Test func anEmptyLedgerGivesAnIndexThatSaysSo() async throws {
    let project = try await Project.small()
    try await project.expect(0, "audit", "report", "--html", "site")
    #expect(try project.page("index.html").contains("The ledger records no model yet."))
  }
}

extension Project {
  fileprivate func page(_ name: String) throws -> String {
    String(
      decoding: try SmallFile.read(root.appending("site").appending(name), limit: 1 << 20),
      as: UTF8.self)
  }
}
