// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct HermeticEnvironmentTests {
  private let scratch: ScratchFolder
  private let shell: Shell

  init() throws {
    scratch = try ScratchFolder()
    shell = Shell(home: scratch.path.appending("home"), directory: scratch.path)
  }

  /// What `env` shows is what we say and nothing more.
  @Test func childrenSeeNothingOfTheCaller() async throws {
    let seen = Set(try await shell("env").split(separator: "\n").map(String.init))
    #expect(seen == Set(shell.environment.map { "\($0)=\($1)" }))
  }

  @Test func gitReadsOnlyTheRepositorysOwnConfiguration() async throws {
    let repository = try await TemporaryRepository()
    let scopes = try await repository.git("config", "--list", "--show-scope")
      .split(separator: "\n").map { $0.prefix { $0 != "\t" } }
    #expect(Set(scopes) == ["local"])
  }

  @Test(arguments: [
    "HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "GIT_CONFIG_GLOBAL",
    "DVC_SITE_CACHE_DIR",
  ])
  func everyPlaceOfTheUserIsInTheTestsFolder(_ name: String) {
    #expect(shell.environment[name]?.hasPrefix("\(scratch.path)/home") == true)
  }

  @Test(arguments: ["/", "", "relative", "/tmp/.."])
  func aHomeThatIsNotTheTestsOwnIsRefused(_ home: String) async {
    await #expect(throws: RealHomeError.self) { try await shell.adding(["HOME": home])("true") }
  }

  @Test func theRealHomeIsRefused() async throws {
    let home = try #require(unsafe getenv("HOME").map { unsafe String(cString: $0) })
    await #expect(throws: RealHomeError.self) { try await shell.adding(["HOME": home])("true") }
  }
}
