# Whether an image can run a kit.
command -v bash >/dev/null 2>&1 || { echo "problem=no-bash"; exit 0; }
python=$(command -v python3) || { echo "problem=no-python3"; exit 0; }
found=$(python3 -c 'import importlib.metadata as m; print(m.version("nvflare"))' 2>/dev/null) || { echo "problem=no-nvflare"; exit 0; }
echo "python=$python"
echo "nvflare=$found"
