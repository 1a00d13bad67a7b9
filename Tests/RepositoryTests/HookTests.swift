// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// The hooks: they find the tool and become it, or refuse and say what to type.
@Suite struct HookTests {
  static let options = [
    "pre-commit": "--pre-commit", "pre-push": "--pre-push", "pre-receive": "--pre-receive",
  ]

  let scratch: ScratchFolder
  /// A world with git and the usual commands, and no modelgate.
  var shell: Shell

  init() throws {
    scratch = try ScratchFolder()
    shell = Shell(home: scratch.path, directory: scratch.path)
    shell.environment["PATH"] = "/usr/bin:/bin"
  }

  /// Writes a tool that repeats its name, its arguments and its input, and ends with 7.
  private func installTool(in folder: String) async throws {
    try await shell.script(
      """
      mkdir -p '\(folder)'
      printf '#!/bin/sh\\necho "$0 $*"; cat; exit 7\\n' >'\(folder)/modelgate-check'
      chmod +x '\(folder)/modelgate-check'
      """)
  }

  private func run(_ hook: String, _ shell: Shell) async throws -> Transcript {
    let path = Peers.package.appending("hooks").appending(hook).string
    return try await shell.run(path, ["origin", "url"], input: Array("line\n".utf8))
  }

  @Test(arguments: options.keys.sorted())
  func refusesWithoutTheTool(hook: String) async throws {
    let transcript = try await run(hook, shell)
    #expect(transcript.status == 1)
    #expect(transcript.output == "")
    #expect(transcript.error.hasPrefix("modelgate: refused: 'modelgate-check' is not installed"))
    #expect(transcript.error.contains("\nhint: to install it, run `.ci/install`"))
    #expect(transcript.error.contains("--no-verify`\n") == (hook != "pre-receive"))
  }

  @Test(arguments: options.sorted { $0.key < $1.key })
  func becomesTheTool(hook: String, option: String) async throws {
    try await installTool(in: "tools")
    var shell = shell
    shell.environment["MODELGATE_BIN"] = "\(scratch.path)/tools"
    let transcript = try await run(hook, shell)
    #expect(transcript.status == 7)
    #expect(
      transcript.output == "\(scratch.path)/tools/modelgate-check \(option) origin url\nline\n")
  }

  @Test func looksWhereGitSaysThenOnThePathThenAtHome() async throws {
    for folder in ["configured folder", "on-path", ".local/bin"] {
      try await installTool(in: folder)
    }
    var shell = shell
    func found() async throws -> String {
      String(try await run("pre-push", shell).output.prefix { $0 != "\n" })
    }
    let options = "modelgate-check --pre-push origin url"
    #expect(try await found() == "\(scratch.path)/.local/bin/\(options)")
    shell.environment["PATH"] = "/usr/bin:/bin:\(scratch.path)/on-path"
    #expect(try await found() == "\(scratch.path)/on-path/\(options)")
    try await shell("git", "config", "--global", "modelgate.bin", "~/configured folder")
    #expect(try await found() == "\(scratch.path)/configured folder/\(options)")
  }

  @Test func aFolderWithoutTheToolIsPassedOver() async throws {
    try await installTool(in: ".local/bin")
    var shell = shell
    shell.environment["MODELGATE_BIN"] = "\(scratch.path)/nothing-here"
    #expect(try await run("pre-push", shell).status == 7)
  }
}
