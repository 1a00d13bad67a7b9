// SPDX-License-Identifier: Apache-2.0

extension ManifestFixture {
  /// What `script` imports.
  static let modules = "bagit,model_signing,frictionless,mlcroissant,huggingface_hub"

  static let script = #"""
    import hashlib, json, logging, os, pathlib, shutil, sys, threading, warnings
    warnings.simplefilter("ignore"); logging.disable(logging.CRITICAL)
    os.environ.update(HF_HUB_DISABLE_PROGRESS_BARS="1", HF_HUB_DISABLE_TELEMETRY="1", HF_HUB_DISABLE_XET="1")
    os.chdir(sys.argv[1])
    A, B = b"id,x\n1,2\n", b"id,x\n3,4\n"

    def fill(folder):
        for name, data in {"a.csv": A, "sub/b ü.csv": B}.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def changed(folder, name):
        copy = shutil.copytree(folder, "copy/" + folder, symlinks=True)
        path = pathlib.Path(copy, name)
        path.write_bytes(path.read_bytes().replace(b"1", b"9"))
        return copy

    def passes(check):
        try:
            return check() is not False
        except Exception as error:
            return False

    def bag():
        import bagit
        fill("bag")
        pathlib.Path("bag/line\nfeed").write_bytes(A)
        bagit.make_bag("bag", checksums=["sha256", "md5"])
        return [passes(bagit.Bag(f).validate) for f in ("bag", changed("bag", "data/a.csv"))]

    def signature():
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ec
        from model_signing import hashing, signing, verifying
        fill("signed")
        key = ec.generate_private_key(ec.SECP256R1())
        pathlib.Path("key.pem").write_bytes(key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        pathlib.Path("pub.pem").write_bytes(key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))
        def config(folder):
            return hashing.Config().set_ignored_paths(
                paths=[pathlib.Path("model.sig")], ignore_git_paths=True)
        def sign(path, to, config=None):
            signer = signing.Config().use_elliptic_key_signer(private_key=pathlib.Path("key.pem"))
            if config: signer = signer.set_hashing_config(config)
            signer.sign(pathlib.Path(path), pathlib.Path(to))
        sign("signed", "signed/model.sig", config("signed"))
        pathlib.Path("one").mkdir()
        pathlib.Path("one/weights.bin").write_bytes(A)
        sign("one/weights.bin", "one/weights.sig")
        sign("signed/sub", "shards.sig", hashing.Config().use_shard_serialization(shard_size=4))
        def verify(folder):
            verifying.Config().use_elliptic_key_verifier(public_key=pathlib.Path("pub.pem")).set_hashing_config(
                config(folder)).verify(pathlib.Path(folder), pathlib.Path(folder, "model.sig"))
        return [passes(lambda: verify(f)) for f in ("signed", changed("signed", "a.csv"))]

    def frictionless():
        import frictionless
        fill("package")
        os.rename("package/sub/b ü.csv", "package/sub/b.csv")
        package = frictionless.Package(resources=[
            frictionless.Resource(path=p, basepath="package") for p in ("a.csv", "sub/b.csv")])
        package.infer(stats=True)
        package.to_json("package/datapackage.json")
        shutil.copytree("package", "yaml")
        os.remove("yaml/datapackage.json")
        package.to_yaml("yaml/datapackage.yaml")
        return [frictionless.validate(f + "/datapackage.json").valid
                for f in ("package", changed("package", "a.csv"))]

    def croissant():
        import mlcroissant as m
        fill("croissant")
        objects = [m.FileObject(id=p[0], name=p[0], content_url=p, encoding_formats=["text/csv"],
                                content_size="9 B", sha256=hashlib.sha256(d).hexdigest())
                   for p, d in (("a.csv", A), ("sub/b ü.csv", B))]
        field = m.Field(id="r/id", name="id", data_types=m.DataType.INTEGER,
                        source=m.Source(file_object="a", extract=m.Extract(column="id")))
        text = m.Metadata(name="x", url="https://example.com", distribution=objects,
                          record_sets=[m.RecordSet(id="r", name="r", fields=[field])]).to_json()
        pathlib.Path("croissant/croissant.json").write_text(json.dumps(text, default=str))
        def load(folder):
            return list(m.Dataset(folder + "/croissant.json").records("r"))
        return [passes(lambda: load(f)) for f in ("croissant", changed("croissant", "a.csv"))]

    def huggingface():
        from http.server import BaseHTTPRequestHandler, HTTPServer
        commit = "0123456789abcdef0123456789abcdef01234567"
        def git(data): return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
        files = {"a.csv": (A, git(A)), "sub/b ü.csv": (B, hashlib.sha256(B).hexdigest())}
        class Hub(BaseHTTPRequestHandler):
            def log_message(self, *_): pass
            def do_HEAD(self): self.answer(False)
            def do_GET(self): self.answer(True)
            def answer(self, body):
                from urllib.parse import unquote
                path = unquote(self.path.split("?")[0])
                if "/api/" in path:
                    text, tag = json.dumps({"id": "o/n", "sha": commit, "private": False, "siblings": [
                        {"rfilename": n} for n in files]}).encode(), "x"
                    if "/tree/" in path:
                        text = json.dumps([{"type": "file", "path": n, "size": len(d), "oid": t}
                                           for n, (d, t) in files.items()]).encode()
                else:
                    text, tag = files[path.split("/", 6)[6]]
                self.send_response(200)
                self.send_header("Content-Length", str(len(text)))
                self.send_header("ETag", f'"{tag}"')
                self.send_header("X-Repo-Commit", commit)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                if body: self.wfile.write(text)
        server = HTTPServer(("127.0.0.1", 0), Hub)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        from huggingface_hub import HfApi
        api = HfApi(endpoint=f"http://127.0.0.1:{server.server_port}", token=False)
        api.snapshot_download("o/n", repo_type="dataset", local_dir="local")
        api.snapshot_download("o/n", repo_type="dataset", cache_dir="hub")
        server.shutdown()
        return True

    answers = {}
    for make in (bag, signature, frictionless, croissant, huggingface):
        answers[make.__name__] = make()
    shutil.rmtree("copy", ignore_errors=True)
    print(json.dumps(answers))
    """#
}
