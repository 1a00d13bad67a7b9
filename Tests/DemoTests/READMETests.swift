// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// What the README shows is what happens.
@Suite struct READMETests {
  private let blocks: [READMEBlock]

  init() throws {
    let path = Peers.package.appending("README.md")
    let text = try String(decoding: SmallFile.read(path, limit: 1 << 20), as: UTF8.self)
    blocks = READMEBlock.all(in: text)
  }

  @Test(.enabled(if: Peers.has("git", "openssl", "sha256sum"), "needs git, openssl, sha256sum"))
  func itsCommandsRunInOrder() async throws {
    let scripts = blocks.filter { $0.language == "sh" && !$0.isNotRun }
    #expect(scripts.count > 5)
    let world = try ScratchFolder()
    var shell = Shell(home: world.path, directory: world.path)
    shell.environment["PATH"] = "\(Tools.folder):\(Peers.searchPath)"
    shell.environment["XDG_CONFIG_HOME"] = nil
    try Folder.create(world.path.appending("tmp"))
    let program = scripts.map(\.checked).joined()
    let result = try await shell.run("sh", ["-euc", program])
    #expect(result.status == 0, "\(result.output)\(result.error)")
  }

  @Test(.enabled(if: Peers.has("git", "python3"), "needs git and python3"))
  func itsTranscriptIsTheDemos() async throws {
    let transcript = try #require(blocks.first { $0.language == "console" })
    let world = try DemoWorld()
    let demo = try await world.demo("--dir", world.stage)
    #expect(demo.status == 0, "\(demo)")
    var rest = demo.output.split(separator: "\n")[...]
    for line in transcript.lines where line != "…" {
      let found = rest.firstIndex { Self.isShort(line, for: $0) }
      let index = try #require(found, "the demo does not say '\(line)' after what is before it")
      rest = rest[(index + 1)...]
    }
  }

  @Test func itsConfigurationIsAccepted() async throws {
    let example = try #require(blocks.first { $0.language == "yaml" })
    let repository = try await TemporaryRepository()
    try repository.write(example.lines.joined(separator: "\n"), to: "modelgate.yaml")
    try await repository.commit()
    let result = try await repository.tool("modelgate-check")
    // Its data is not here, so it is refused; a wrong key would be 78.
    #expect(result.status == 1, "\(result)")
  }

  /// Whether a line is another one with parts left out, each marked with an ellipsis.
  private static func isShort(_ line: Substring, for whole: Substring) -> Bool {
    let parts = line.split(separator: "…", omittingEmptySubsequences: false)
    guard let first = parts.first, whole.hasPrefix(first) else { return false }
    var rest = whole.dropFirst(first.count)
    for part in parts.dropFirst() where !part.isEmpty {
      guard let range = rest.firstRange(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return parts.last == "" || rest.isEmpty
  }
}

/// A fenced block of a Markdown text.
private struct READMEBlock {
  let language: Substring
  /// Whether the line before the fence is `<!-- not run: … -->`.
  let isNotRun: Bool
  /// The line number of the fence.
  let number: Int
  var lines: [Substring] = []

  static func all(in text: String) -> [READMEBlock] {
    var blocks: [READMEBlock] = []
    var open: READMEBlock?
    var previous: Substring = ""
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      switch (open, line.hasPrefix("```")) {
      case (nil, true):
        open = READMEBlock(
          language: line.dropFirst(3), isNotRun: previous.hasPrefix("<!-- not run"),
          number: index + 1)
      case (let block?, true):
        blocks.append(block)
        open = nil
      case (_?, false): open?.lines.append(line)
      case (nil, false): break
      }
      previous = line
    }
    return blocks
  }

  /// The block as a script that fails where a command ends otherwise than its comment says:
  /// `# exits 1` after one, success after all others.
  var checked: String {
    "echo '== the block at line \(number)'\n"
      + lines.map { line in
        guard let match = line.firstMatch(of: /^(.*?) +# exits ([0-9]+)/) else {
          return "\(line)\n"
        }
        return "status=0; \(match.1) || status=$?; echo \"[$status]\"; [ $status -eq \(match.2) ]\n"
      }.joined()
  }
}
