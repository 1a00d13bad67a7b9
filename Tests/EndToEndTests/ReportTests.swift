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

  /// Metrics over builds, and the data behind them.
  @Test func metricsAndWhatChangedBetweenBuilds() async throws {
    let project = try await Project.small(
      run: "[sh, train.sh]", model: "model.txt", metrics: "metrics.json",
      files: [
        "train.sh": """
        cat rate >$MODELGATE_OUTPUT/model.txt
        printf '{"<b>auc</b>": 0.%s0}' "$(cat rate)" >$MODELGATE_OUTPUT/metrics.json
        """, "rate": "5", ".gitignore": "/data/train/\n/site/\n",
      ])
    _ = try await project.build()
    try project.repository.write("7", to: "rate")
    try project.repository.write("7,8\n", to: "data/train/b.txt")
    try await project.expect(0, "data", "track", "data/train")
    try await project.repository.commit("second")
    let built = try await project.build()
    try await project.expect(0, "audit", "report", "--html", "site")
    let name = try await project.repository.shell.script(
      "sha256sum <'\(built.attestation)' | cut -c 1-16")
    let page = try project.page("models/\(name.prefix(16)).html")
    for words in [
      "<bdi>&lt;b&gt;auc&lt;/b&gt;</bdi>", ">0.70</td>", ">0.50</td>", "+0.200",
      "over 2 builds: between 0.500 and 0.700", "code, data train", "<bdi>.csv</bdi>",
      "<bdi>.txt</bdi>", "&quot;mediaType&quot;: &quot;application/json&quot;",
    ] {
      #expect(page.contains(words), "\(words)")
    }
    #expect(!page.contains("<b>auc"))
  }

  /// A kill at any moment leaves the pages before or the new ones, each with all of its pages.
  @Test func aKillLeavesAWholeSite() async throws {
    let project = try await Project.small(files: [".gitignore": "/data/train/\n/site/\n"])
    _ = try await project.build()
    try await project.expect(0, "audit", "report", "--html", "site")
    _ = try await project.build()
    for round in 0..<12 {
      let digits = String(round * 5)
      let padded = String(repeating: "0", count: 3 - digits.count) + digits
      let shown = try await project.repository.shell.script(
        """
        '\(Tools.path("modelgate-audit"))' report --html site >/dev/null 2>&1 &
        report=$!
        sleep 0.\(padded); kill -9 $report 2>/dev/null || true; wait $report || true
        linked=$(grep -o 'href="models/[0-9a-f]*' site/index.html | sort -u | wc -l)
        there=$(ls site/models | wc -l)
        tail -n 1 site/index.html; tail -q -n 1 site/models/*.html | sort -u
        echo $linked $there
        """)
      let lines = shown.split(separator: "\n")
      #expect(lines.dropLast().allSatisfy { $0 == "</html>" }, "\(shown)")
      #expect(["1 1", "2 2"].contains(lines.last ?? ""), "\(shown)")
    }
  }

  /// No space for a page: the pages before stay, and nothing else is left.
  @Test func aFullDiskLeavesTheSiteBefore() async throws {
    let project = try await Project.small()
    _ = try await project.build()
    try await project.expect(0, "audit", "report", "--html", "pages/site")
    let before = try project.repository.read("pages/site/index.html")
    let said = try await project.repository.shell.script(
      """
      trap '' XFSZ
      ulimit -f 16
      status=0
      '\(Tools.path("modelgate-audit"))' report --html pages/site 2>&1 || status=$?
      echo $status
      ls -A pages
      """)
    #expect(said.hasSuffix("\n2\nsite\n"), "\(said)")
    #expect(said.contains("cannot write"), "\(said)")
    #expect(try project.repository.read("pages/site/index.html") == before)
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
