// SPDX-License-Identifier: Apache-2.0

import Files
import Metrics
import Reports
import SystemPackage
import TestSupport
import Testing

/// The site as people get it: on a phone, on a screen, in the dark, by the keyboard, on paper.
@Suite struct SiteBrowserTests {
  /// Models with everything that a page can show, and names that try to be markup.
  private static let site: Site = {
    let weird = "<img src=x onerror=alert(1)>\"'`&lt; \u{202e}مرحبا שלום 🚀 "
    let long = String(repeating: "nobreak", count: 30)
    var models = (1...9).map { number in
      SiteTests.model(number, verdict: [.verified, .verified, .refuted, .unknown][number % 4])
    }
    for index in models.indices {
      models[index].metrics += [
        Metric(name: weird + "metric", literal: "1.0e-05", value: 1e-05),
        Metric(name: long, literal: "3.1e+120", value: 3.1e120),
        Metric(name: "loss", literal: "-0.5", value: Double(index) / -7),
      ].compactMap(\.self)
      models[index].datasets[0].kinds = [(".csv", 12), (weird, 3), ("no ending", 1)]
    }
    var odd = SiteTests.model(11, name: weird + long)
    odd.pipeline = weird
    odd.reference = "refs/heads/" + weird
    odd.repository = "https://example.org/" + weird
    odd.command = ["sh", "-c", weird, long]
    odd.environment = [weird]
    odd.signer = weird + long
    odd.version = weird
    odd.format = weird
    odd.invocation = weird
    odd.statement = "{\"a\": \"</pre><script>alert(1)</script>\(weird)\"}\n" + long + long
    odd.finishedOn = weird
    odd.datasets = [
      .init(
        name: weird, path: weird + long, digest: weird, format: weird, files: 1, bytes: .max,
        kinds: [(weird, 1)])
    ]
    odd.dependencies = [.init(path: weird + long, digest: weird)]
    odd.points.append(.init(name: weird, outcome: weird, detail: weird + long))
    return Site(title: weird, madeOn: "2026-02-01T00:00:00Z", models: models + [odd])
  }()

  @Test(.enabled(if: Peers.has("chromium", "python3"))) func nothingIsWrongInABrowser() async throws
  {
    let scratch = try ScratchFolder()
    try Self.site.write(to: scratch.path.appending("site"))
    let pages = Self.site.files.map(\.path).filter { path in
      ["index", "m1", "m2", "m9", "m11"].contains { path.hasSuffix("\($0).html") }
    }
    #expect(pages.count == 5)
    let (faults, looked) = try await BrowserDriver.faults(
      of: pages.map { scratch.path.appending("site").appending($0).string })
    #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
    #expect(looked > 1000)
  }

  /// The driver itself must be able to fail.
  @Test(.enabled(if: Peers.has("chromium", "python3"))) func aBadPageIsFoundOut() async throws {
    let scratch = try ScratchFolder()
    let page = scratch.path.appending("bad.html")
    let markup = """
      <!DOCTYPE html><html><body><header></header><footer></footer><main><h1>a</h1><h3>b</h3>
      <p style="color: #999">pale</p><p style="width: 2000px">wide</p>
      <a href="#x" tabindex="-1">unreachable</a><img src="https://192.0.2.1/x.png">
      <script>console.log('said')</script></main></body></html>
      """
    try AtomicFile.write(markup.utf8, to: page)
    let faults = try await BrowserDriver.faults(of: [page.string]).faults.joined(separator: "\n")
    for words in [
      "contrast 2.8", "wider than the window", "skips a level", "no language", "never reached",
      "asks for https://192.0.2.1/x.png", "said", "the first stop is",
    ] {
      #expect(faults.contains(words), "\(words) in \(faults)")
    }
  }
}
