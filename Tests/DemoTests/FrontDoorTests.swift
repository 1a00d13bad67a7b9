// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// `modelgate NAME` is `modelgate-NAME`, and nothing else.
@Suite struct FrontDoorTests {
  private let scratch: ScratchFolder
  private let shell: Shell

  init() throws {
    scratch = try ScratchFolder()
    var shell = Shell(home: scratch.path, directory: scratch.path)
    shell.environment["PATH"] = "\(scratch.path)/bin:/usr/bin:/bin"
    shell.environment["MODELGATE"] = Tools.path("modelgate").string
    self.shell = shell
    try Folder.create(scratch.path.appending("bin"))
  }

  private func install(_ name: String, _ script: String) throws {
    let path = scratch.path.appending("bin").appending(name)
    try AtomicFile.write(Array("#!/bin/sh\n\(script)\n".utf8), to: path)
    Folder.setPermissions([.ownerReadWriteExecute], of: path)
  }

  private func modelgate(_ arguments: String...) async throws -> Transcript {
    try await shell.run(Tools.path("modelgate").string, arguments)
  }

  @Test func passesArgumentsByteForByte() async throws {
    try install("modelgate-echo", #"printf '[%s]' "$@""#)
    let output = try await shell.script(
      #""$MODELGATE" echo '' 'a b' "$(printf 'new\nline')" "$(printf '\377\200')" --help | od -An -c"#
    )
    let expected = try await shell.script(
      #"printf '[][a b][new\nline][\377\200][--help]' | od -An -c"#)
    #expect(output == expected)
  }

  @Test func passesStandardInputAndTheExitStatus() async throws {
    try install("modelgate-third", "cat; exit 42")
    let result = try await shell.run(
      Tools.path("modelgate").string, ["third"], input: Array("lines".utf8))
    #expect(result.output == "lines")
    #expect(result.status == 42)
  }

  @Test func aToolBesideWinsOverOneOnThePath() async throws {
    try install("modelgate-check", "echo not ours")
    let result = try await modelgate("check", "--version")
    #expect(result.output == "0.1.0\n")
  }

  @Test func listsOurToolsAndThoseOfOthers() async throws {
    try install("modelgate-zebra", "true")
    let result = try await modelgate("--help")
    #expect(result.status == 0)
    #expect(result.error.isEmpty)
    #expect(result.output.contains("\n  check   refuse what is not committed and versioned\n"))
    #expect(result.output.contains("\n  zebra\n"))
  }

  @Test func withoutACommandTheListIsAnError() async throws {
    let result = try await modelgate()
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.error.hasPrefix("modelgate: error: no command is given\n"))
    #expect(result.error.contains("  audit   "))
  }

  @Test func helpOfAToolIsTheToolsOwn() async throws {
    let ours = try await modelgate("help", "check")
    let direct = try await shell.run(Tools.path("modelgate-check").string, ["--help"])
    #expect(ours.output == direct.output)
    #expect(!ours.output.isEmpty)
  }

  @Test func guessesWhatWasMeant() async throws {
    let result = try await modelgate("chekc")
    #expect(result.status == 64)
    #expect(
      result.error == """
        modelgate: error: there is no command 'chekc': no 'modelgate-chekc' beside modelgate or on PATH
        modelgate: hint: modelgate check
        modelgate: hint: modelgate --help

        """)
  }

  @Test(arguments: ["../check", "/bin/sh", "", ".", "a b", "--frob", "schön"])
  func aNameIsNeverAPath(_ name: String) async throws {
    let result = try await modelgate(name)
    #expect(result.status == 64)
    #expect(result.error.contains("is not a command") || result.error.contains("unknown option"))
  }

  @Test func aProgramThatCannotRunIsSaid() async throws {
    let path = scratch.path.appending("bin/modelgate-broken")
    try AtomicFile.write(Array("#!/no/such/interpreter\n".utf8), to: path)
    Folder.setPermissions([.ownerReadWriteExecute], of: path)
    let result = try await modelgate("broken")
    #expect(result.status == 2)
    #expect(result.error.contains("cannot run '\(path)': No such file or directory"))
  }
}
