// SPDX-License-Identifier: Apache-2.0

import Findings
import GateRules
import TestSupport
import Testing

/// Lock files as their tools write them, in step with their source; then the source moves on.
///
/// uv 0.13, Pipenv 2026.10 and Poetry 2.5 made the files or computed the digests here.
struct LockFileCase: Sendable, CustomTestStringConvertible {
  let lock: String
  let source: String
  let locked: String
  let wanted: String
  /// What to replace in the source, so that the lock is out of step.
  let edit: (old: String, new: String)
  /// What to replace in the source without any effect.
  let idleEdit: (old: String, new: String)
  /// What to replace in the lock, so that something is left open.
  let loosening: (old: String, new: String)

  var testDescription: String { lock }

  static let all: [LockFileCase] = [
    LockFileCase(
      lock: "requirements.txt", source: "requirements.in", locked: "idna==3.20\nsix==1.16.0\n",
      wanted: "idna>=3.0,<4\nsix\npywin32; sys_platform == 'win32'\n", edit: ("<4", "<3.9"),
      idleEdit: ("idna", "# a comment\nIDNA"), loosening: ("six==1.16.0", "six")),
    LockFileCase(
      lock: "uv.lock", source: "pyproject.toml", locked: uv,
      wanted: """
        [project]
        name = "My.Proj"
        version = "0.1"
        requires-python = ">=3.11, <4"
        dependencies = ["idna >=3.0,<4"]
        [project.optional-dependencies]
        x = ["six==1.16.0; python_version < '4'"]
        all = ["my-proj[x]"]
        [dependency-groups]
        dev = ["toml>=0.10", {include-group = "t"}]
        t = ["toml>=0.10"]
        """, edit: ("toml>=0.10\", {", "toml>=0.11\", {"),
      idleEdit: ("[project]", "[build-system]\nrequires = []\n[project]"),
      loosening: (", hash = \"sha256:ab7a\"", "")),
    LockFileCase(
      lock: "poetry.lock", source: "pyproject.toml",
      locked: poetry(digest: "3f9c00b73139cfe53a6488f21ecfd9ffaaf69edbf18e95b19e27204f881e7ce3"),
      wanted: """
        [tool.poetry]
        name = "my-proj"
        description = "Prüfung"
        package-mode = false

        [tool.poetry.dependencies]
        python = "^3.11"
        idna = ">=3.0,<4"
        six = { version = "1.16.0", optional = true }

        [tool.poetry.group.dev.dependencies]
        iniconfig = "*"
        """, edit: ("<4", "<5"), idleEdit: ("Prüfung", "Test"),
      loosening: ("{file = \"idna-3.20-py3-none-any.whl\", hash = \"sha256:ab7a\"},", "")),
    LockFileCase(
      lock: "poetry.lock", source: "pyproject.toml",
      locked: poetry(digest: "8d74b5fea1e8c2c54722e0288deee8967e742e36fca91b11cf44a76ff9ae615e"),
      wanted: """
        [project]
        name = "my-proj"
        requires-python = ">=3.11"
        dependencies = ["idna (>=3.0,<4)"]
        [dependency-groups]
        dev = ["iniconfig (>=2)"]
        [tool.poetry]
        package-mode = false
        """, edit: ("(>=2)", "(>=3)"), idleEdit: ("false", "true"),
      loosening: ("version = \"3.20\"", "")),
    LockFileCase(
      lock: "Pipfile.lock", source: "Pipfile", locked: pipfile,
      wanted: """
        [[source]]
        url = "https://pypi.org/simple"
        verify_ssl = true
        name = "pypi"

        [packages]
        idna = ">=3.0"
        six = {version = "==1.16.0", markers = "python_version > '3.0'"}

        [dev-packages]
        iniconfig = "*"

        [requires]
        python_version = "3.11"
        """, edit: (">=3.0\"", ">=3.1\""),
      idleEdit: ("[requires]", "[scripts]\na = 'b'\n[requires]"),
      loosening: ("\"version\": \"==3.20\"", "\"version\": \"*\"")),
    LockFileCase(
      lock: "conda-lock.yml", source: "environment.yml", locked: conda,
      wanted: """
        channels: [conda-forge]
        dependencies:
          - python =3.11
          - conda-forge::numpy >=1.26,<3
          - pywin32  # [win]
          - pip:
            - idna>=3
        """, edit: (">=1.26,<3", ">=2.1"), idleEdit: ("channels", "name: x\nchannels"),
      loosening: ("sha256: 00ff", "md6: 00ff")),
  ]

  private static let uv = """
    version = 1
    revision = 5
    requires-python = ">=3.11, <4"

    [[package]]
    name = "idna"
    version = "3.20"
    source = { registry = "https://pypi.org/simple" }
    wheels = [
        { url = "https://files.pythonhosted.org/idna-3.20-py3-none-any.whl", hash = "sha256:ab7a", size = 1 },
    ]

    [[package]]
    name = "my-proj"
    version = "0.1"
    source = { virtual = "." }
    dependencies = [
        { name = "idna" },
    ]

    [package.metadata]
    requires-dist = [
        { name = "idna", specifier = ">=3.0,<4" },
        { name = "my-proj", extras = ["x"], marker = "extra == 'all'" },
        { name = "six", marker = "python_full_version < '4' and extra == 'x'", specifier = "==1.16.0" },
    ]
    provides-extras = ["x", "all"]

    [package.metadata.requires-dev]
    dev = [{ name = "toml", specifier = ">=0.10" }]
    t = [{ name = "toml", specifier = ">=0.10" }]
    """

  private static func poetry(digest: String) -> String {
    """
    # This file is automatically @generated by Poetry 2.5.1 and should not be changed by hand.

    [[package]]
    name = "idna"
    version = "3.20"
    optional = false
    python-versions = ">=3.9"
    groups = ["main"]
    files = [
        {file = "idna-3.20-py3-none-any.whl", hash = "sha256:ab7a"},
    ]

    [metadata]
    lock-version = "2.1"
    python-versions = "^3.11"
    content-hash = "\(digest)"
    """
  }

  private static let pipfile = """
    {
        "_meta": {
            "hash": {
                "sha256": "6352f130c2506a9392f7366ced201f610fbde533e9d46b394d8a8abf042485a9"
            },
            "pipfile-spec": 6,
            "requires": {"python_version": "3.11"},
            "sources": [{"name": "pypi", "url": "https://pypi.org/simple", "verify_ssl": true}]
        },
        "default": {
            "idna": {"hashes": ["sha256:ab7a"], "index": "pypi", "version": "==3.20"},
            "six": {"hashes": ["sha256:1e61"], "version": "==1.16.0"}
        },
        "develop": {
            "iniconfig": {"hashes": ["sha256:67f4"], "index": "pypi", "version": "==2.3.1"}
        }
    }
    """

  private static let conda = """
    version: 1
    metadata:
      content_hash:
        linux-64: 5f2d
      channels:
      - url: conda-forge
      platforms: [linux-64]
      sources: [environment.yml]
    package:
    - name: python
      version: 3.11.9
      manager: conda
      platform: linux-64
      url: https://conda.anaconda.org/conda-forge/linux-64/python-3.11.9.conda
      hash:
        md5: 11ee
        sha256: 11ff
    - name: numpy
      version: 2.0.1
      manager: conda
      platform: linux-64
      url: https://conda.anaconda.org/conda-forge/linux-64/numpy-2.0.1.conda
      hash:
        sha256: 00ff
    - name: idna
      version: '3.20'
      manager: pip
      platform: linux-64
      url: https://files.pythonhosted.org/idna-3.20-py3-none-any.whl
      hash:
        sha256: ab7a
    """
}

@Suite struct LockFileTests {
  private static let stale = "pipeline/lock-out-of-step"
  private static let open = "pipeline/lock-unpinned"

  @Test(arguments: LockFileCase.all)
  func aLockFileIsCaughtWhenItsSourceMovesOnAndWhenItLeavesThingsOpen(_ state: LockFileCase)
    async throws
  {
    let repository = try await TemporaryRepository()
    try await declare(state.lock, in: repository)
    for (wanted, locked, findings) in [
      (state.wanted, state.locked, [String]()),
      (replace(state.idleEdit, in: state.wanted), state.locked, []),
      (replace(state.edit, in: state.wanted), state.locked, [Self.stale]),
      (state.wanted, replace(state.loosening, in: state.locked), [Self.open]),
      (state.wanted, "<<<<<<< ours\n" + state.locked, [Self.open]),
    ] where !(state.lock == "requirements.txt" && locked.hasPrefix("<<<")) {
      try repository.write(wanted + "\n", to: "env/\(state.source)")
      try repository.write(locked + "\n", to: "env/\(state.lock)")
      try await repository.commit()
      let said = try await rules(in: repository)
      #expect(said == findings, "\(wanted)\n\n\(locked)")
    }
  }

  @Test(arguments: LockFileCase.all)
  func aSourceWithoutItsLockFileIsCaught(_ state: LockFileCase) async throws {
    let repository = try await TemporaryRepository()
    try await declare(state.source, in: repository)
    try repository.write(state.wanted + "\n", to: "env/\(state.source)")
    try await repository.commit()
    #expect(try await rules(in: repository) == [Self.open])
    try repository.write(state.locked + "\n", to: "env/\(state.lock)")
    try await repository.commit()
    #expect(try await rules(in: repository) == [])
  }

  @Test(arguments: LockFileCase.all)
  func aLockFileThatIsNotCommittedIsCaught(_ state: LockFileCase) async throws {
    let repository = try await TemporaryRepository()
    try await declare(state.lock, in: repository)
    try await repository.commit()
    #expect(try await rules(in: repository) == ["pipeline/dependencies"])
  }

  private func declare(_ name: String, in repository: TemporaryRepository) async throws {
    try repository.write("pass\n", to: "train.py")
    try repository.write(
      """
      version: 1
      pipelines:
        train: { run: [python3, train.py], model: m.onnx, dependencies: [env/\(name)] }
      """, to: "modelgate.yaml")
  }

  private func replace(_ edit: (old: String, new: String), in text: String) -> String {
    let edited = text.replacing(edit.old, with: edit.new)
    #expect(edited != text)
    return edited
  }

  private func rules(in repository: TemporaryRepository) async throws -> [String] {
    var said: Set<String> = []
    for rule in [Self.stale, Self.open, "pipeline/dependencies"] {
      if try await !found(rule, .commit("HEAD"), in: repository).isEmpty { said.insert(rule) }
    }
    return said.sorted()
  }
}
