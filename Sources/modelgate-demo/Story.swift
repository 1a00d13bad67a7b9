// SPDX-License-Identifier: Apache-2.0

import Files

/// One command, and the status that it must end with.
struct Step {
  let command: String
  let status: Int32

  init(_ command: String, _ status: Int32 = 0) {
    (self.command, self.status) = (command, status)
  }
}

/// A few words, and the commands that they are about.
struct Scene {
  let text: String
  let steps: [Step]

  init(_ text: String, _ steps: Step...) {
    (self.text, self.steps) = (text, steps)
  }
}

/// What the demo shows, in order.
struct Story {
  private let stage: Stage
  private let training: Training

  init(_ stage: Stage) {
    self.stage = stage
    training = Training(hasPython: stage.hasPython)
  }

  /// From a refused build to a changed model that is caught.
  var scenes: [Scene] {
    [repository, refusal, tracking, build, audit, withoutUs] + signature + [tamper]
  }

  /// Where everything is, and what to try next.
  var farewell: String {
    """

    # Every step ended as told. The folder is left for you to look at:
    cd \(stage.repository.printable)
    modelgate audit verify --key \(publicKey) \(model)
    modelgate check --explain data/unversioned
    rm -r \(stage.folder.printable)    # when you have seen enough
    """
  }

  private let publicKey = "../home/.config/modelgate/signing-key.pub.pem"
  private var model: String { "modelgate-out/churn/latest/\(training.model)" }
  private var changed: String { "../changed/\(training.model)" }

  private var repository: Scene {
    let absence = stage.hasPython ? "" : " There is no python3 here, so awk trains."
    return Scene(
      "A repository with a training, and data that git does not know.\(absence)",
      Step("git init --quiet"),
      Step("git add modelgate.yaml \(training.name)"),
      Step("git commit --quiet --message 'Train on churned customers'"),
      Step("cat modelgate.yaml"),
      Step("head -n 3 data/train/part-1.csv"))
  }

  private var refusal: Scene {
    Scene(
      "Nobody could say later what this data was, so training is refused.",
      Step("modelgate build", 1))
  }

  private var tracking: Scene {
    Scene(
      "The data gets a manifest, as sha256sum writes it. Git keeps that, and not the data.",
      Step("modelgate data track data/train"),
      Step("cat data/train.sha256"),
      Step("git add data/.gitignore data/train.sha256"),
      Step("git commit --quiet --message 'Version the training data'"))
  }

  private var build: Scene {
    Scene(
      "Now it trains, on the commit's own files and a proved copy of the data.",
      Step("modelgate build"))
  }

  private var audit: Scene {
    Scene(
      "The model says where it comes from, and the claim can be proved.",
      Step("modelgate stamp read \(model)"),
      Step("modelgate audit verify \(model)"))
  }

  private var withoutUs: Scene {
    Scene(
      "The evidence stands without modelgate: coreutils checks the data, git shows the ledger.",
      Step("(cd data/train && sha256sum --check ../train.sha256)"),
      Step("git log --format='%h %s' refs/modelgate/ledger"))
  }

  private var signature: [Scene] {
    guard stage.hasOpenSSL else { return [] }
    return [
      Scene(
        "And openssl verifies the signature.",
        Step("sh ../verify-signature.sh \(model).intoto.jsonl \(publicKey)"))
    ]
  }

  private var tamper: Scene {
    Scene(
      "Somebody changes one byte of the weights, and is found out.",
      Step("cp -R modelgate-out/churn/latest/ ../changed"),
      Step(
        "printf '\\377' | dd of=\(changed) bs=1 conv=notrunc "
          + "seek=$(($(wc -c <\(changed)) - 1)) 2>/dev/null"),
      Step("modelgate audit verify \(changed)", 1))
  }
}
