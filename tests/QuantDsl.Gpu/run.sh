#!/usr/bin/env bash
# Everything that only a GPU can show, in one call of at most 6 minutes: parity with the CPU engine, training, bandwidth and times, and PyTorch's own
# times beside them, as one table. Writes OUT/quantdsl.json, OUT/pytorch.json, OUT/table.md and OUT/log.txt.
#   tests/QuantDsl.Gpu/run.sh FOLDER OUT [DEVICE]
# FOLDER holds the published program (see README.md beside this file); DEVICE is cuda, or cpu to try the script without a GPU.
set -uo pipefail
folder=$(cd "$1" && pwd)
mkdir -p "$2"
out=$(cd "$2" && pwd)
device=${3:-cuda}
here=$(cd "$(dirname "$0")" && pwd)

if [ "$device" = cuda ]; then
    # NVRTC comes with PyTorch, if it is nowhere else.
    nvrtc=$(python3 -c 'import glob, os, site, torch; roots = site.getsitepackages() + [os.path.dirname(os.path.dirname(torch.__file__))]; print(next((f for r in roots for f in sorted(glob.glob(r + "/nvidia/**/libnvrtc.so.1*", recursive=True))), ""))' 2> /dev/null)
    if [ -n "$nvrtc" ]; then export QUANTDSL_NVRTC="$nvrtc"; fi
    nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader
fi

status=0
timeout 170 "$folder/QuantDsl.Gpu" --device "$device" --out "$out/quantdsl.json" ${MNIST:+--data "$MNIST"} 2>&1 | tee "$out/log.txt" || status=$?
timeout 180 python3 "$here/pytorch.py" "$device" > "$out/pytorch.json" 2>> "$out/log.txt" || status=$?
python3 "$here/table.py" "$out/quantdsl.json" "$out/pytorch.json" | tee "$out/table.md"
exit $status
