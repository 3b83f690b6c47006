for key in 0D96DF4D4110E5C43FBFB17F2D347EA6AA65421D; do gpg --batch --keyserver hkps://keys.openpgp.org --recv-keys "$key" || true; done
