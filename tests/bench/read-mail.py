# SPDX-License-Identifier: GPL-3.0-or-later
"""read-mail.py FILE: subject and code of a message through python's email.

read-mail.py --make KIND FILE: writes one of 10 MiB for the comparison: "file",
a short text with a large file, or "text", all of it text.
"""
import email
import email.message
import email.policy
import random
import re
import sys

TEXT = "申請者 様\n\n証明書コード: Qm4Xw82LtRz7Kc1VbN9d\nhttps://two.inkan.example/download\n"
SIZE = 10 * 1024 * 1024


def make(kind, path):
    mail = email.message.EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "ca@inkan.example", "me@mail.example", "証明書取得に関するご案内"
    if kind == "file":
        mail.set_content(TEXT, charset="iso-2022-jp")
        mail.add_attachment(random.Random(1).randbytes(SIZE * 3 // 4 * 64 // 65), maintype="application",
                            subtype="pdf", filename="terms.pdf")
    else:
        line = "利用規約 第1条 この規約は、電子証明書の利用に関する条件を定めるものです。\n"
        mail.set_content(TEXT + line * (SIZE * 2 // 3 // len(line.encode())), charset="utf-8", cte="base64")
    with open(path, "wb") as file:
        file.write(mail.as_bytes())


def read(path):
    with open(path, "rb") as file:
        mail = email.message_from_binary_file(file, policy=email.policy.default)
    text = mail.get_body(("plain", "html")).get_content()
    print(mail["Subject"])
    return 0 if re.search(r"証明書コード[:：]\s*([0-9A-Za-z]{20})", text) else 1


if sys.argv[1] == "--make":
    make(sys.argv[2], sys.argv[3])
else:
    sys.exit(read(sys.argv[1]))
