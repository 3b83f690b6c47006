cat <<EOF > /etc/x
name=$NAME
$(date)
EOF
chmod +x /etc/x
